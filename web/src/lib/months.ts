// SPDX-License-Identifier: Apache-2.0
import type { Series } from '@/types/series';

export interface YearRow {
  readonly year: number;
  /** Return of each month, null where the month has no base or no level. */
  readonly months: readonly (number | null)[];
  readonly total: number;
}

/** Calendar-month and calendar-year returns, newest year first. A month is measured from the last level before it;
    the first month of the series from its first level. */
export function monthlyReturns(series: Series): YearRow[] {
  const rows = new Map<number, { months: (number | null)[]; base: number; last: number }>();
  let previous: number | undefined;
  for (let i = 0; i < series.length; i++) {
    const { date, value } = series[i]!;
    const next = series[i + 1];
    if (next && next.date.slice(0, 7) === date.slice(0, 7)) {
      previous ??= value;
      continue;
    }
    const base = previous ?? value;
    const year = Number(date.slice(0, 4));
    const row = rows.get(year) ?? { months: Array<number | null>(12).fill(null), base, last: value };
    row.months[Number(date.slice(5, 7)) - 1] = previous === undefined ? null : value / base - 1;
    row.last = value;
    rows.set(year, row);
    previous = value;
  }
  return [...rows.entries()]
    .map(([year, { months, base, last }]) => ({ year, months, total: last / base - 1 }))
    .sort((a, b) => b.year - a.year);
}
