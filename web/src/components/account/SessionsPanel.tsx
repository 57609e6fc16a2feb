// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { FormError } from '@/components/ui/FormError';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useEndOthers, useEndSession, useSessions } from '@/hooks/useAccount';
import { agentName } from '@/lib/agent';
import { DASH, figure } from '@/lib/format';
import { moment } from '@/lib/moment';
import type { Session } from '@/types/account';

const FACTS: readonly ItemColumn<Session>[] = [
  {
    head: 'Client',
    kind: 'lead',
    title: ({ user_agent }) => user_agent ?? undefined,
    cell: ({ user_agent }) => agentName(user_agent),
  },
  { head: 'Address', className: 'mono', cell: ({ address }) => address || DASH },
  { head: 'Last seen', cell: ({ last_seen_at }) => moment(last_seen_at) },
  { head: 'Signed in', cell: ({ created_at }) => moment(created_at) },
  { head: 'Ends by itself', cell: ({ expires_at }) => moment(expires_at) },
];

/** Where the account is signed in, and how to end that. */
export function SessionsPanel() {
  const sessions = useSessions();
  const end = useEndSession();
  const others = useEndOthers();
  const [asking, setAsking] = useState(false);
  const rest = (sessions.data?.total ?? 1) - 1;
  const use = (item: Session) =>
    item.current ? (
      <span className="tag a">this one</span>
    ) : (
      <Button
        small
        aria-label={`End the session of ${agentName(item.user_agent)}, ${item.address}`}
        disabled={end.isPending}
        onClick={() => end.mutate(item.id)}
      >
        End
      </Button>
    );
  return (
    <Panel
      title="Sessions"
      caption="where this account is signed in"
      actions={
        rest > 0 && (
          <Button small look="danger" onClick={() => setAsking(true)}>
            End all others
          </Button>
        )
      }
    >
      <FormError text={end.error?.message} />
      <QueryView query={sessions} what="The sessions" skeleton={<SkeletonRows rows={3} />}>
        {({ items }) => (
          <ItemTable
            label="Sessions"
            testId="sessions"
            items={items}
            columns={[...FACTS, { head: 'End it', kind: 'use', cell: use }]}
            keyOf={({ id }) => id}
          />
        )}
      </QueryView>
      {asking && (
        <ConfirmDialog
          title="End all other sessions?"
          verb="End the others"
          keep="Keep them"
          busy={others.isPending}
          error={others.error}
          onClose={() => setAsking(false)}
          onConfirm={() => others.mutate(undefined, { onSuccess: () => setAsking(false) })}
        >
          <p>
            {figure(rest, 'count')} other {rest === 1 ? 'session is' : 'sessions are'} signed out with the
            next request. This one and the keys for programs stay.
          </p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
