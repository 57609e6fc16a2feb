// SPDX-License-Identifier: Apache-2.0
'use client';

import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import type { YearRow } from '@/lib/simulation';

/** Each calendar year, in the currency and in dollars. */
export function YearTable({ rows, currency }: { rows: readonly YearRow[]; currency: string }) {
  const foreign = currency !== 'USD';
  return (
    <Panel title="Year by year" caption="time-weighted">
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Year</th>
              <th scope="col" className="num">
                Value, {currency}
              </th>
              <th scope="col" className="num">
                In {currency}
              </th>
              {foreign && (
                <>
                  <th scope="col" className="num hide-s">
                    In dollars
                  </th>
                  <th scope="col" className="num hide-s">
                    USD against {currency}
                  </th>
                </>
              )}
              <th scope="col" className="num">
                S&amp;P 500, {currency}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.year}>
                <td>{row.year}</td>
                <td className="num">
                  <Figure value={row.value} kind="level" amount />
                </td>
                <td className="num">
                  <Figure value={row.own} kind="percent" signed tone />
                </td>
                {foreign && (
                  <>
                    <td className="num hide-s">
                      <Figure value={row.index} kind="percent" signed />
                    </td>
                    <td className="num hide-s">
                      <Figure value={row.currency} kind="percent" signed />
                    </td>
                  </>
                )}
                <td className="num muted">
                  <Figure value={row.benchmark} kind="percent" signed reason="no close of the benchmark" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
