// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { DASH, day } from '@/lib/format';
import type { RefreshStatus } from '@/types/api';

const PAGE = 20;

function Assets({ refresh }: { refresh: RefreshStatus }) {
  const [page, setPage] = useState(0);
  const { assets, prices, per_asset: all } = refresh;
  return (
    <>
      <dl className="inputs">
        <div>
          <dt>Last session</dt>
          <dd>{day(prices.latest_date)}</dd>
        </div>
        <div>
          <dt>Behind</dt>
          <dd>
            <Figure value={prices.days_old} kind="count" reason="no price is stored" />
            {prices.days_old === null ? '' : prices.days_old === 1 ? ' session' : ' sessions'}
          </dd>
        </div>
        <div>
          <dt>Members</dt>
          <dd>
            <Figure value={assets.count} kind="count" />, the benchmark{' '}
            {assets.has_benchmark ? 'is stored' : 'is missing'}
          </dd>
        </div>
        <div>
          <dt>What to do</dt>
          <dd>{refresh.recommendation}</dd>
        </div>
      </dl>
      <div className="scroll mt-2">
        <table>
          <thead>
            <tr>
              <th scope="col">Symbol</th>
              <th scope="col" className="num">
                Prices
              </th>
              <th scope="col">First</th>
              <th scope="col">Last</th>
              <th scope="col" className="num">
                Sessions behind
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {all.slice(page * PAGE, (page + 1) * PAGE).map((asset) => (
              <tr key={asset.symbol}>
                <td className="sym">
                  <Link href={`/asset/?symbol=${encodeURIComponent(asset.symbol)}`}>{asset.symbol}</Link>
                </td>
                <td className="num">
                  <Figure value={asset.rows} kind="count" />
                </td>
                <td>{asset.first_date ?? DASH}</td>
                <td>{asset.latest_date ?? DASH}</td>
                <td className="num">
                  <Figure value={asset.days_old} kind="count" reason="no price is stored" />
                </td>
                <td>
                  {asset.needs_update ? (
                    <span className="tag w">wants prices</span>
                  ) : (
                    <span className="tag g">up to date</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager what="members" page={page} size={PAGE} total={all.length} onPage={setPage} />
    </>
  );
}

export function PricesPanel({ query }: { query: UseQueryResult<RefreshStatus> }) {
  return (
    <Panel title="Prices" caption="sessions: weekdays without the known holidays of the exchange">
      <QueryView query={query} what="The state of the prices" skeleton={<SkeletonRows rows={24} />}>
        {(refresh) => <Assets refresh={refresh} />}
      </QueryView>
    </Panel>
  );
}
