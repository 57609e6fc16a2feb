// SPDX-License-Identifier: Apache-2.0
import { addDays, addMonths, daysBetween } from '@/lib/dates';
import { indexAtOrBefore } from '@/lib/series';
import type { Series } from '@/types/series';

export const RANGES = ['1D', '1W', '1M', '3M', '6M', 'YTD', '1Y', '3Y', '5Y', 'Max'] as const;

export type RangeName = (typeof RANGES)[number];

export interface Span {
  readonly from: string;
  readonly to: string;
}

const MONTHS: Partial<Record<RangeName, number>> = {
  '1M': 1,
  '3M': 3,
  '6M': 6,
  '1Y': 12,
  '3Y': 36,
  '5Y': 60,
};

const WORDS: Record<RangeName, string> = {
  '1D': '1-day return',
  '1W': '1-week return',
  '1M': '1-month return',
  '3M': '3-month return',
  '6M': '6-month return',
  YTD: 'Return this year',
  '1Y': '1-year return',
  '3Y': '3-year return',
  '5Y': '5-year return',
  Max: 'Return since the start',
};

export function rangeTitle(range: RangeName | null): string {
  return range ? WORDS[range] : 'Return of the range';
}

export function isRange(text: string | null): text is RangeName {
  return RANGES.includes(text as RangeName);
}

/** First and last day of a named range that ends with the series; 1D starts at the session before the last. */
export function namedSpan(series: Series, range: RangeName): Span | null {
  const last = series.at(-1);
  const first = series[0];
  if (!first || !last) return null;
  const to = last.date;
  const months = MONTHS[range];
  if (months) return { from: addMonths(to, -months), to };
  if (range === '1D') return { from: series.at(-2)?.date ?? to, to };
  if (range === '1W') return { from: addDays(to, -7), to };
  if (range === 'YTD') return { from: `${Number(to.slice(0, 4)) - 1}-12-31`, to };
  return { from: first.date, to };
}

/** A range as asked for, held inside the series; null when no session lies in it. */
export function customSpan(series: Series, from: string | null, to: string | null): Span | null {
  const first = series[0];
  const last = series.at(-1);
  if (!first || !last) return null;
  const start = from && from > first.date ? from : first.date;
  const end = to && to < last.date ? to : last.date;
  if (start >= end || indexAtOrBefore(series, end) <= indexAtOrBefore(series, start)) return null;
  return { from: start, to: end };
}

/** From ten years on a logarithmic scale is the default. */
export function defaultsToLog(span: Span): boolean {
  return daysBetween(span.from, span.to) >= 3652;
}
