// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useEndOthers, useEndSession, useSessions } from '@/hooks/useAccount';
import { agentName } from '@/lib/agent';
import { DASH, figure } from '@/lib/format';
import { moment } from '@/lib/moment';

/** Where the account is signed in, and how to end that. */
export function SessionsPanel() {
  const sessions = useSessions();
  const end = useEndSession();
  const others = useEndOthers();
  const [asking, setAsking] = useState(false);
  const rest = (sessions.data?.total ?? 1) - 1;
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
          <div className="scroll" role="group" aria-label="Sessions" tabIndex={0} data-testid="sessions">
            <table>
              <thead>
                <tr>
                  <th scope="col">Client</th>
                  <th scope="col">Address</th>
                  <th scope="col">Last seen</th>
                  <th scope="col" className="hide-s">
                    Signed in
                  </th>
                  <th scope="col" className="hide-s">
                    Ends by itself
                  </th>
                  <th scope="col">
                    <span className="sr">End it</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id}>
                    <td title={item.user_agent ?? undefined}>{agentName(item.user_agent)}</td>
                    <td className="mono">{item.address || DASH}</td>
                    <td>{moment(item.last_seen_at)}</td>
                    <td className="hide-s">{moment(item.created_at)}</td>
                    <td className="hide-s">{moment(item.expires_at)}</td>
                    <td className="num">
                      {item.current ? (
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
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
