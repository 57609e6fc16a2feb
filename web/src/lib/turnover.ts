// SPDX-License-Identifier: Apache-2.0
import { daysBetween } from '@/lib/dates';
import type { RebalanceMark } from '@/types/api';
import type { Measure, Point } from '@/types/series';
import type { Span } from '@/lib/ranges';

/** Rebalances whose effective date lies after the base of the span. */
export function within(rebalances: readonly RebalanceMark[], span: Span): RebalanceMark[] {
  return rebalances.filter((r) => r.effective_date > span.from && r.effective_date <= span.to);
}

/** One-way turnover a year. */
export function turnoverAYear(rebalances: readonly RebalanceMark[], span: Span): Measure {
  const days = daysBetween(span.from, span.to);
  if (days < 365) return { value: null, reason: 'under one year' };
  const traded = rebalances.reduce((sum, r) => sum + (r.turnover ?? 0), 0);
  return { value: (traded * 365.25) / days };
}

/** Bars of the turnover lane, oldest first; summed by month where single ones would be closer than two pixels. */
export function turnoverBars(
  rebalances: readonly RebalanceMark[],
  width: number,
): { bars: Point[]; monthly: boolean } {
  const bars = rebalances
    .filter((r) => r.turnover !== null)
    .map((r) => ({ date: r.effective_date, value: r.turnover as number }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  if (bars.length * 2 <= width) return { bars, monthly: false };
  const months = new Map<string, Point>();
  for (const bar of bars) {
    const month = bar.date.slice(0, 7);
    const sum = months.get(month);
    months.set(month, { date: sum?.date ?? bar.date, value: (sum?.value ?? 0) + bar.value });
  }
  return { bars: [...months.values()], monthly: true };
}
