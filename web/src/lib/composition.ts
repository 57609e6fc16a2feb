// SPDX-License-Identifier: Apache-2.0
// Weights over time as the stacked areas need them: a window around a date, monthly averages, at most so many groups.
import { addMonths, daysBetween } from '@/lib/dates';
import { toCsv } from '@/lib/csv';
import type { Span } from '@/lib/ranges';
import type { WeightStep } from '@/services/api/explain';
import type { DatedWeights } from '@/types/api';
import type { Series } from '@/types/series';

export const OTHER = 'Other';

/** So many years that hold the date, inside the levels; null years: all of them. */
export function windowAround(levels: Series, date: string, years: number | null): Span | null {
  const first = levels[0]?.date;
  const last = levels.at(-1)?.date;
  if (!first || !last) return null;
  if (years === null) return { from: first, to: last };
  const half = years * 6;
  const later = addMonths(date, half);
  const to = later < last ? later : last;
  const earlier = addMonths(to, -2 * half);
  if (earlier >= first) return { from: earlier, to };
  const end = addMonths(first, 2 * half);
  return { from: first, to: end < last ? end : last };
}

/** Sessions in up to two years; from there on the weeks, which are averaged by month. */
export function stepOf(span: Span): WeightStep {
  return daysBetween(span.from, span.to) <= 731 ? 'day' : 'week';
}

/** The average of each calendar month, dated with its last session. */
export function monthlyAverages(items: readonly DatedWeights[]): DatedWeights[] {
  const months: { month: string; date: string; count: number; sums: Map<string, number> }[] = [];
  for (const { date, weights } of items) {
    const month = date.slice(0, 7);
    let last = months.at(-1);
    if (last?.month !== month) {
      last = { month, date, count: 0, sums: new Map() };
      months.push(last);
    }
    last.date = date;
    last.count++;
    for (const { symbol, weight } of weights)
      last.sums.set(symbol, (last.sums.get(symbol) ?? 0) + (weight ?? 0));
  }
  return months.map(({ date, count, sums }) => ({
    date,
    weights: [...sums].map(([symbol, sum]) => ({ symbol, weight: sum / count })),
  }));
}

export interface Groups {
  readonly names: readonly string[];
  /** One row a date; the weights in the order of the names. */
  readonly rows: readonly { readonly date: string; readonly weights: readonly number[] }[];
}

/** Weights by group, the heaviest on average first; of more than `most` the smallest are one, Other. */
export function groupWeights(
  items: readonly DatedWeights[],
  groupOf: (symbol: string) => string,
  most: number,
): Groups {
  const totals = new Map<string, number>();
  const summed = items.map(({ date, weights }) => {
    const sums = new Map<string, number>();
    for (const { symbol, weight } of weights) {
      const group = groupOf(symbol);
      sums.set(group, (sums.get(group) ?? 0) + (weight ?? 0));
      totals.set(group, (totals.get(group) ?? 0) + (weight ?? 0));
    }
    return { date, sums };
  });
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const kept = ranked.length > most ? ranked.slice(0, most - 1) : ranked;
  const rest = ranked.slice(kept.length);
  return {
    names: rest.length ? [...kept, OTHER] : kept,
    rows: summed.map(({ date, sums }) => {
      const weights = kept.map((name) => sums.get(name) ?? 0);
      const other = rest.reduce((sum, name) => sum + (sums.get(name) ?? 0), 0);
      return { date, weights: rest.length ? [...weights, other] : weights };
    }),
  };
}

/** The upper edge of every group over the dates: its weight on top of the groups before it. */
export function stacked({ names, rows }: Groups): number[][] {
  const sums = rows.map(() => 0);
  return names.map((_, g) => rows.map(({ weights }, i) => (sums[i] = sums[i]! + weights[g]!)));
}

/** Positions moved apart to keep the gap, as little as possible, inside the bounds; ascending in, ascending out. */
export function moveApart(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const placed: number[] = [];
  for (const position of positions)
    placed.push(Math.max(position, low, placed.length ? placed.at(-1)! + gap : low));
  for (let i = placed.length - 1, edge = high; i >= 0; i--, edge = placed[i + 1]! - gap)
    placed[i] = Math.min(placed[i]!, edge);
  return placed;
}

/** One row a date, one column a stock, as the server gave them. */
export function weightsCsv(items: readonly DatedWeights[]): string {
  const symbols = [...new Set(items.flatMap(({ weights }) => weights.map(({ symbol }) => symbol)))].sort();
  return toCsv(
    ['date', ...symbols],
    items.map(({ date, weights }) => {
      const by = new Map(weights.map(({ symbol, weight }) => [symbol, weight]));
      return [date, ...symbols.map((symbol) => by.get(symbol) ?? null)];
    }),
  );
}
