// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Panel } from '@/components/ui/Panel';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';
import { useLinked } from '@/hooks/useProviders';
import { DASH, day } from '@/lib/format';

export function AccountFacts() {
  const { me, signOut } = useAuth();
  const linked = useLinked();
  const names = linked.data?.items.filter(({ provider }) => provider).map(({ name }) => name) ?? [];
  const ways = [...(me?.has_password ? ['E-mail and password'] : []), ...names].join(', ') || DASH;
  return (
    <Panel title="Signed in">
      {me ? (
        <>
          <dl className="facts">
            <dt>E-mail</dt>
            <dd>{me.email}</dd>
            <dt>Role</dt>
            <dd>{me.role === 'admin' ? 'Administrator' : 'User'}</dd>
            <dt>Signs in with</dt>
            <dd>{ways}</dd>
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
  );
}
