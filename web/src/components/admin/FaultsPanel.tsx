// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useFaults } from '@/hooks/useAdmin';
import { moment } from '@/lib/moment';

/** Replies with status 500, by where they came from. */
export function FaultsPanel() {
  const faults = useFaults();
  return (
    <Panel
      title="Faults"
      caption="of the server itself, since it started"
      actions={
        <Button small disabled={faults.isFetching} onClick={() => void faults.refetch()}>
          <Icon name="retry" />
          Refresh
        </Button>
      }
    >
      <QueryView query={faults} what="The faults" skeleton={<SkeletonRows rows={3} />}>
        {({ items }) =>
          items.length ? (
            <ul className="grid gap-4" data-testid="faults">
              {items.map((fault) => (
                <li key={fault.where + fault.message}>
                  <p>
                    <b className="mono">{fault.where}</b>{' '}
                    <span className="tag c">
                      <Figure value={fault.count} kind="count" />×
                    </span>
                  </p>
                  <p className="sec">{fault.message}</p>
                  <p className="note">
                    last {moment(fault.last_at)}, first {moment(fault.first_at)}, request {fault.request_id}
                  </p>
                  {fault.stack.length > 0 && (
                    <details className="faultstack">
                      <summary>Who called whom, innermost first</summary>
                      <pre className="stack" tabIndex={0}>
                        {fault.stack.join('\n')}
                      </pre>
                    </details>
                  )}
                </li>
              ))}
            </ul>
          ) : (
            <Empty title="No fault">Since it started, the server answered every request as it should.</Empty>
          )
        }
      </QueryView>
    </Panel>
  );
}
