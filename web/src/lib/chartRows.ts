// SPDX-License-Identifier: Apache-2.0
import { drawdowns } from '@/lib/metrics';
import { rebase } from '@/lib/series';
import { toCsv } from '@/lib/csv';
import type { RebalanceMark } from '@/types/api';
import type { Series } from '@/types/series';

export interface ChartRow {
  readonly date: string;
  readonly level: number;
  readonly benchmark: number | null;
  readonly change: number | null;
  readonly drawdown: number;
  readonly turnover: number | null;
  readonly events: string;
}

/** One row a session of what the level chart draws: levels are 100 at the start of the range. */
export function chartRows(
  index: Series,
  benchmark: Series,
  rebalances: readonly RebalanceMark[],
): ChartRow[] {
  const levels = rebase(index);
  const falls = drawdowns(levels);
  const other = new Map(rebase(benchmark).map(({ date, value }) => [date, value]));
  const traded = new Map(rebalances.map((r) => [r.effective_date, r]));
  return levels.map(({ date, value }, i) => {
    const before = levels[i - 1]?.value;
    const rebalance = traded.get(date);
    return {
      date,
      level: value,
      benchmark: other.get(date) ?? null,
      change: before === undefined ? null : value / before - 1,
      drawdown: falls[i]!.value,
      turnover: rebalance?.turnover ?? null,
      events: (rebalance?.events ?? []).map((event) => event.code).join(' '),
    };
  });
}

export function chartCsv(rows: readonly ChartRow[]): string {
  return toCsv(
    ['date', 'autoindex', 'sp500', 'daily_return', 'drawdown', 'turnover', 'events'],
    rows.map((r) => [r.date, r.level, r.benchmark, r.change, r.drawdown, r.turnover, r.events || null]),
  );
}
