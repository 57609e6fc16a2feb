// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { Segmented } from '@/components/ui/Segmented';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useRebalancePage } from '@/hooks/useExplain';
import { day, figure } from '@/lib/format';
import { explainHref } from '@/lib/links';
import type { Rebalance } from '@/types/api';

const PAGE = 12;
const LARGEST = 3;
const SPANS = [
  { value: 'until', label: 'Up to the session' },
  { value: 'all', label: 'All' },
] as const;

/** The largest moves of a rebalance: `BBY −9.51, PFE +6.32`. */
function changes({ weights }: Rebalance): string {
  return [...weights]
    .filter(({ change }) => figure(change, 'points') !== figure(0, 'points'))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, LARGEST)
    .map(({ symbol, change }) => `${symbol} ${figure(change, 'points', true)}`)
    .join(', ');
}

function Rows({ items }: { items: readonly Rebalance[] }) {
  return (
    <tbody>
      {items.map((r) => (
        <tr key={r.effective_date}>
          <td>
            <Link className="linkish" href={explainHref({ date: r.effective_date })}>
              {r.effective_date}
            </Link>
          </td>
          <td className="hide-s">{r.reference_date}</td>
          <td className="num">
            <Figure value={r.turnover} kind="percent" />
          </td>
          <td className="num">
            <Figure value={r.cost === null ? null : r.cost * 1e4} kind="ratio" />
          </td>
          <td className="named">{r.adds.length ? r.adds.join(', ') : <span className="muted">none</span>}</td>
          <td className="named">
            {r.drops.length ? r.drops.join(', ') : <span className="muted">none</span>}
          </td>
          <td>{changes(r) || <span className="muted">none above 0.00</span>}</td>
          <td>
            {r.events.length ? (
              <span className="mono warnc" title={r.events.map((event) => event.message).join(' ')}>
                {[...new Set(r.events.map((event) => event.code))].join(', ')}
              </span>
            ) : (
              <span className="muted">none</span>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  );
}

/** Every rebalance, newest first; the effective date leads to its explanation. */
export function RebalanceList({ date }: { date: string | null }) {
  const [span, setSpan] = useState<(typeof SPANS)[number]['value']>('until');
  const [page, setPage] = useState(0);
  const until = span === 'until' ? date : null;
  // Another session begins at its own newest rebalance.
  const [shownFor, setShownFor] = useState(until);
  if (shownFor !== until) {
    setShownFor(until);
    setPage(0);
  }
  const query = useRebalancePage(until, page, PAGE);
  return (
    <Panel
      title="Rebalances"
      caption={until ? `up to ${day(until)}, newest first` : 'newest first'}
      actions={<Segmented label="Rebalances shown" options={SPANS} value={span} onChange={setSpan} />}
    >
      <QueryView query={query} what="The rebalances" skeleton={<SkeletonRows rows={PAGE} />}>
        {({ items, total }) =>
          total === 0 ? (
            <p className="muted">No rebalance took effect up to this session.</p>
          ) : (
            <>
              <div className="scroll" aria-busy={query.isPlaceholderData}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Effective</th>
                      <th scope="col" className="hide-s">
                        Decided
                      </th>
                      <th scope="col" className="num">
                        Turnover
                      </th>
                      <th scope="col" className="num">
                        Cost, bp
                      </th>
                      <th scope="col">Adds</th>
                      <th scope="col">Drops</th>
                      <th scope="col">Largest changes, pp</th>
                      <th scope="col">Events</th>
                    </tr>
                  </thead>
                  <Rows items={items} />
                </table>
              </div>
              <Pager
                what={total === 1 ? 'rebalance' : 'rebalances'}
                page={page}
                size={PAGE}
                total={total}
                onPage={setPage}
              />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
