// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Pager } from '@/components/ui/Pager';
import { explainHref } from '@/lib/links';
import type { ChartRow } from '@/lib/chartRows';

const PAGE = 15;
type Column = keyof Omit<ChartRow, 'events'>;

interface ChartTableProps {
  rows: readonly ChartRow[];
  benchmarkName: string | null;
}

/** The data of the chart, newest first, sortable. */
export default function ChartTable({ rows, benchmarkName }: ChartTableProps) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'date', down: true });
  const [page, setPage] = useState(0);
  const sorted = useMemo(() => {
    const sign = sort.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const x = a[sort.by];
      const y = b[sort.by];
      if (x === y) return 0;
      if (x === null || y === null) return x === null ? 1 : -1;
      return x < y ? -sign : sign;
    });
  }, [rows, sort]);

  const columns: readonly [Column, string][] = [
    ['date', 'Session'],
    ['level', 'AutoIndex'],
    ...(benchmarkName ? [['benchmark', benchmarkName] as [Column, string]] : []),
    ['change', 'Day'],
    ['drawdown', 'Drawdown'],
    ['turnover', 'Turnover'],
  ];
  const pages = Math.ceil(sorted.length / PAGE);
  const shown = Math.min(page, Math.max(0, pages - 1));

  return (
    <>
      <div className="scroll" style={{ minHeight: 466 }}>
        <table>
          <thead>
            <tr>
              {columns.map(([by, label]) => (
                <th
                  key={by}
                  scope="col"
                  className={by === 'date' ? undefined : 'num'}
                  aria-sort={sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}
                >
                  <button
                    type="button"
                    className="sort"
                    onClick={() => {
                      setSort({ by, down: sort.by === by ? !sort.down : true });
                      setPage(0);
                    }}
                  >
                    {label}
                    {sort.by === by && (sort.down ? ' ↓' : ' ↑')}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(shown * PAGE, shown * PAGE + PAGE).map((row) => (
              <tr key={row.date}>
                <td>
                  <Link href={explainHref({ date: row.date })}>{row.date}</Link>
                </td>
                <td className="num">
                  <Figure value={row.level} kind="level" />
                </td>
                {benchmarkName && (
                  <td className="num">
                    <Figure value={row.benchmark} kind="level" reason="no session of the benchmark" />
                  </td>
                )}
                <td className="num">
                  <Figure value={row.change} kind="percent" signed tone reason="first session of the range" />
                </td>
                <td className="num">
                  <Figure value={row.drawdown} kind="percent" signed />
                </td>
                <td className="num">
                  <Figure value={row.turnover} kind="percent1" reason="no rebalance" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager what="sessions" page={shown} size={PAGE} total={sorted.length} onPage={setPage} />
    </>
  );
}
