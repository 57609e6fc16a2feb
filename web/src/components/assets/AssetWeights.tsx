// SPDX-License-Identifier: Apache-2.0
'use client';

import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useRecentRebalances } from '@/hooks/usePortfolioData';
import { explainHref } from '@/lib/links';

const LAST = 16;

/** What the last rebalances did with one stock. */
export function AssetWeights({ symbol }: { symbol: string }) {
  const rebalances = useRecentRebalances(LAST);
  return (
    <Panel title="Rebalances" caption={`its weight in the last ${LAST}`}>
      <QueryView query={rebalances} what="The rebalances" skeleton={<SkeletonRows rows={LAST} />}>
        {({ items }) => {
          const rows = items.flatMap((r) => {
            const weight = r.weights.find((w) => w.symbol === symbol);
            return weight ? [{ date: r.effective_date, ...weight }] : [];
          });
          if (!rows.length)
            return <p className="muted">The index did not hold {symbol} in these rebalances.</p>;
          return (
            <table>
              <thead>
                <tr>
                  <th scope="col">Effective</th>
                  <th scope="col" className="num">
                    Before
                  </th>
                  <th scope="col" className="num">
                    Target
                  </th>
                  <th scope="col" className="num">
                    Change, pp
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.date}>
                    <td>
                      <Link href={explainHref({ date: row.date, symbol })}>{row.date}</Link>
                    </td>
                    <td className="num">
                      <Figure value={row.weight_before} kind="percent" reason="first purchase" />
                    </td>
                    <td className="num">
                      <Figure value={row.target_weight} kind="percent" />
                    </td>
                    <td className="num">
                      <Figure value={row.change} kind="points" signed reason="first purchase" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </QueryView>
    </Panel>
  );
}
