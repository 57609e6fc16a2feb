// SPDX-License-Identifier: Apache-2.0
'use client';

import { Panel } from '@/components/ui/Panel';
import { Segmented } from '@/components/ui/Segmented';
import { setPreferences, usePreferences } from '@/hooks/usePreferences';

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const SWITCH = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const;

export function DevicePanel() {
  const { theme, hideAmounts, singleKeys } = usePreferences();
  return (
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
  );
}
