// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Pager } from '@/components/ui/Pager';
import { toCsv, type Cell } from '@/lib/csv';
import type { Kind } from '@/lib/format';

/** One column of a table on the page and in its file. */
export interface Column<R> {
  /** Head in the file. */
  readonly key: string;
  readonly label: string;
  readonly value: (row: R) => Cell;
  /** Of figures; a column without is text. */
  readonly kind?: Kind;
  readonly signed?: boolean;
  readonly tone?: boolean;
  /** Why a figure is missing. */
  readonly reason?: string;
  /** Left out on small screens. */
  readonly minor?: boolean;
}

export function csvOf<R>(rows: readonly R[], columns: readonly Column<R>[]): string {
  return toCsv(
    columns.map(({ key }) => key),
    rows.map((row) => columns.map(({ value }) => value(row))),
  );
}

interface DataTableProps<R> {
  rows: readonly R[];
  columns: readonly Column<R>[];
  /** Plural of what a row is. */
  what: string;
  size: number;
}

/** The data of a chart, the last row first, sortable. */
export function DataTable<R>({ rows, columns, what, size }: DataTableProps<R>) {
  const [sort, setSort] = useState<{ by: number; down: boolean }>({ by: 0, down: true });
  const [page, setPage] = useState(0);
  const sorted = useMemo(() => {
    const sign = sort.down ? -1 : 1;
    const { value } = columns[sort.by] ?? columns[0]!;
    return [...rows].sort((a, b) => {
      const x = value(a);
      const y = value(b);
      if (x === y) return 0;
      if (x === null || y === null) return x === null ? 1 : -1;
      return x < y ? -sign : sign;
    });
  }, [rows, columns, sort]);
  const shown = Math.min(page, Math.max(0, Math.ceil(sorted.length / size) - 1));
  const side = (column: Column<R>) =>
    [column.kind && 'num', column.minor && 'hide-s'].filter(Boolean).join(' ') || undefined;

  return (
    <>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              {columns.map((column, by) => (
                <th
                  key={column.key}
                  scope="col"
                  className={side(column)}
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
                    {column.label}
                    {sort.by === by && (sort.down ? ' ↓' : ' ↑')}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(shown * size, shown * size + size).map((row, i) => (
              <tr key={`${shown}-${i}`}>
                {columns.map((column) => {
                  const value = column.value(row);
                  return (
                    <td key={column.key} className={side(column)}>
                      {column.kind ? (
                        <Figure
                          value={value === null ? null : Number(value)}
                          kind={column.kind}
                          signed={column.signed}
                          tone={column.tone}
                          reason={column.reason}
                        />
                      ) : (
                        value
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager what={what} page={shown} size={size} total={sorted.length} onPage={setPage} />
    </>
  );
}
