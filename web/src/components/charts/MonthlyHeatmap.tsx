// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { NoFigures } from '@/components/portfolio/NoFigures';
import { day, figure, MONTH_NAMES } from '@/lib/format';
import { heatColour } from '@/lib/heat';
import { monthlyReturns } from '@/lib/months';
import type { Series } from '@/types/series';

const FIRST = 10;
/** A month of this size has the strongest colour. */
const LIMIT = 0.1;

interface MonthlyHeatmapProps {
  levels: Series | undefined;
  failed: boolean;
  benchmark: Series | undefined;
  benchmarkName: string;
}

export function MonthlyHeatmap({ levels, failed, benchmark, benchmarkName }: MonthlyHeatmapProps) {
  const [all, setAll] = useState(false);
  const rows = useMemo(() => (levels ? monthlyReturns(levels) : []), [levels]);
  const others = useMemo(
    () => new Map(benchmark ? monthlyReturns(benchmark).map((row) => [row.year, row.total]) : []),
    [benchmark],
  );
  return (
    <Panel
      title="Monthly returns"
      caption="percent, calendar years, not tied to the range"
      actions={
        rows.length > FIRST && (
          <button type="button" className="linkish" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Last ${FIRST} years` : `All ${rows.length} years`}
          </button>
        )
      }
    >
      {!levels && <NoFigures failed={failed} rows={10} />}
      {levels && (
        <div className="heatwrap">
          <table className="heat">
            <colgroup>
              <col style={{ width: 44 }} />
              {MONTH_NAMES.map((month) => (
                <col key={month} />
              ))}
              <col style={{ width: 66 }} />
              <col className="hide-s" style={{ width: 66 }} />
              <col className="hide-s" style={{ width: 66 }} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">
                  <span className="sr">Year</span>
                </th>
                {MONTH_NAMES.map((month) => (
                  <th key={month} scope="col">
                    {day(month, 'month')}
                  </th>
                ))}
                <th scope="col" className="num">
                  Year
                </th>
                <th scope="col" className="num hide-s">
                  {benchmarkName}
                </th>
                <th scope="col" className="num hide-s">
                  Diff, pp
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, all ? rows.length : FIRST).map((row) => {
                const other = others.get(row.year) ?? null;
                return (
                  <tr key={row.year}>
                    <th scope="row">{row.year}</th>
                    {row.months.map((value, month) => (
                      <td
                        key={month}
                        style={value === null ? undefined : { background: heatColour(value, LIMIT) }}
                      >
                        {value === null ? <span className="sr">no level</span> : figure(value, 'cell', true)}
                      </td>
                    ))}
                    <td className="tot num">
                      <Figure value={row.total} kind="percent1" signed tone />
                    </td>
                    <td className="tot num hide-s light">
                      <Figure value={other} kind="percent1" signed reason="no benchmark" />
                    </td>
                    <td className="tot num hide-s light">
                      <Figure
                        value={other === null ? null : row.total - other}
                        kind="points1"
                        signed
                        tone
                        reason="no benchmark"
                      />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
