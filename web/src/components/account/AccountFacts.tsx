// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Panel } from '@/components/ui/Panel';
import { Segmented } from '@/components/ui/Segmented';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';
import { setPreferences, usePreferences } from '@/hooks/usePreferences';
import { day } from '@/lib/format';

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const SWITCH = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const;

export function AccountFacts() {
  const { me, signOut } = useAuth();
  const { theme, hideAmounts, singleKeys } = usePreferences();
  return (
    <div className="sheet">
      <Panel title="Signed in">
        {me ? (
          <>
            <dl className="facts">
              <dt>E-mail</dt>
              <dd>{me.email}</dd>
              <dt>Role</dt>
              <dd>{me.role === 'admin' ? 'Administrator' : 'User'}</dd>
              <dt>Signs in with</dt>
              <dd>{me.is_google_user ? 'Google' : 'E-mail and password'}</dd>
              <dt>Since</dt>
              <dd>{day(me.created_at)}</dd>
            </dl>
            <Button className="mt-4" onClick={signOut}>
              Sign out
            </Button>
          </>
        ) : (
          <SkeletonRows rows={4} />
        )}
      </Panel>
      <Panel title="On this device" caption="kept in this browser only">
        <dl className="facts">
          <dt>Theme</dt>
          <dd>
            <Segmented
              label="Theme"
              options={THEMES}
              value={theme}
              onChange={(value) => setPreferences({ theme: value })}
            />
          </dd>
          <dt>Hide amounts</dt>
          <dd>
            <Segmented
              label="Hide amounts"
              options={SWITCH}
              value={hideAmounts ? 'on' : 'off'}
              onChange={(value) => setPreferences({ hideAmounts: value === 'on' })}
            />
          </dd>
          <dt>Keys without Ctrl</dt>
          <dd>
            <Segmented
              label="Keys without Ctrl"
              options={SWITCH}
              value={singleKeys ? 'on' : 'off'}
              onChange={(value) => setPreferences({ singleKeys: value === 'on' })}
            />
          </dd>
        </dl>
      </Panel>
    </div>
  );
}
