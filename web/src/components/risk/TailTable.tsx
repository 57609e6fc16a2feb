// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment } from 'react';
import { csvOf, type Column } from '@/components/risk/DataTable';
import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { download } from '@/lib/csv';
import { levelName, methodName, tailRows } from '@/lib/risk';
import type { RiskDistribution, RiskTail } from '@/types/risk';

/** Probabilities of the tails. */
const LEVELS = [0.05, 0.01];
const COLUMNS: readonly Column<RiskTail>[] = [
  { key: 'alpha', label: 'Tail', value: ({ alpha }) => alpha },
  { key: 'method', label: 'Method', value: ({ method }) => method },
  { key: 'var', label: 'VaR', value: (tail) => tail.var },
  { key: 'var_convention', label: 'Convention', value: ({ convention }) => convention },
  { key: 'cvar', label: 'CVaR', value: ({ cvar }) => cvar },
  { key: 'cvar_convention', label: 'Convention', value: (tail) => tail.cvar_convention },
  { key: 'reason', label: 'Reason', value: ({ reason }) => reason },
];

/** The same two losses by every method, so that what a method assumes can be seen. */
export function TailTable({ query }: { query: UseQueryResult<RiskDistribution> }) {
  const { data } = query;
  return (
    <Panel
      title="Value at risk, by method"
      caption="loss of one day; positive is a loss"
      actions={
        <Button
          small
          look="ghost"
          disabled={!data}
          onClick={() => data && download('autoindex-tails.csv', csvOf(data.tails, COLUMNS))}
        >
          <Icon name="save" />
          CSV
        </Button>
      }
    >
      <QueryView query={query} what="The tails" skeleton={<SkeletonRows rows={9} />}>
        {({ tails }) => (
          <div className="scroll">
            <table className="tight tails">
              <thead>
                <tr>
                  <th scope="col">Method</th>
                  {LEVELS.flatMap((alpha) =>
                    ['VaR', 'CVaR'].map((loss) => (
                      <th key={`${loss} ${alpha}`} scope="col" className="num">
                        {loss} {levelName(alpha)}
                      </th>
                    )),
                  )}
                  <th scope="col">Conventions</th>
                </tr>
              </thead>
              <tbody>
                {tailRows(tails, LEVELS).map((row) => (
                  <tr key={row.method}>
                    <td>
                      {methodName(row.method)}
                      {row.reasons.map((reason) => (
                        <span key={reason} className="muted why">
                          {reason}
                        </span>
                      ))}
                    </td>
                    {row.tails.map((tail, i) => (
                      <Fragment key={LEVELS[i]}>
                        <td className="num">
                          <Figure value={tail?.var} kind="percent" reason={tail?.reason ?? 'not computed'} />
                        </td>
                        <td className="num">
                          <Figure value={tail?.cvar} kind="percent" reason={tail?.reason ?? 'not computed'} />
                        </td>
                      </Fragment>
                    ))}
                    <td className="muted ids">
                      <code>{row.convention}</code>
                      {row.cvarConvention && <code>{row.cvarConvention}</code>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
