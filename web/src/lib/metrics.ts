// SPDX-License-Identifier: Apache-2.0
// Figures of a level series. Conventions: simple returns, sample deviation (n − 1) times √252, growth by
// ACT/365.25, drawdowns with the first level as the first peak, quantiles of type 7, tail losses as positive
// numbers. A figure that is not defined is null and carries its reason.
import { daysBetween } from '@/lib/dates';
import type { Measure, Point, Series } from '@/types/series';

export const SESSIONS_A_YEAR = 252;
const SHORT = 'under one year';
const EMPTY = 'no two sessions in the range';

const undefinedFor = (reason: string): Measure => ({ value: null, reason });
const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;

export function dailyReturns(series: Series): number[] {
  return series.slice(1).map((point, i) => point.value / series[i]!.value - 1);
}

export function totalReturn(series: Series): Measure {
  const first = series[0];
  const last = series.at(-1);
  if (!first || !last || series.length < 2) return undefinedFor(EMPTY);
  return { value: last.value / first.value - 1 };
}

export function annualisedReturn(series: Series): Measure {
  const total = totalReturn(series).value;
  if (total === null) return undefinedFor(EMPTY);
  const days = daysBetween(series[0]!.date, series.at(-1)!.date);
  if (days < 365) return undefinedFor(SHORT);
  return { value: (1 + total) ** (365.25 / days) - 1 };
}

function deviation(xs: readonly number[]): number {
  const centre = mean(xs);
  return Math.sqrt(xs.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (xs.length - 1));
}

export function volatility(series: Series): Measure {
  const returns = dailyReturns(series);
  if (returns.length < 2) return undefinedFor('needs two returns');
  return { value: deviation(returns) * Math.sqrt(SESSIONS_A_YEAR) };
}

/** The drawdown of every point from the highest level before it, zero or negative. */
export function drawdowns(series: Series): Point[] {
  let peak = -Infinity;
  return series.map(({ date, value }) => {
    peak = Math.max(peak, value);
    return { date, value: value / peak - 1 };
  });
}

export function maxDrawdown(series: Series): Measure {
  if (series.length < 2) return undefinedFor(EMPTY);
  return { value: drawdowns(series).reduce((low, { value }) => Math.min(low, value), 0) };
}

/** Quantile of type 7 of a sorted list. */
export function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const left = sorted[low]!;
  const right = sorted[Math.min(low + 1, sorted.length - 1)]!;
  return left + (at - low) * (right - left);
}

const TAIL = 0.05;
const FEW = 'needs 20 daily returns';

export function valueAtRisk(series: Series): Measure {
  const sorted = dailyReturns(series).sort((a, b) => a - b);
  if (sorted.length < 20) return undefinedFor(FEW);
  return { value: -quantile(sorted, TAIL) };
}

export function expectedShortfall(series: Series): Measure {
  const sorted = dailyReturns(series).sort((a, b) => a - b);
  if (sorted.length < 20) return undefinedFor(FEW);
  const edge = quantile(sorted, TAIL);
  return { value: -mean(sorted.filter((r) => r <= edge)) };
}

export function worstDay(series: Series): Measure {
  const returns = dailyReturns(series);
  return returns.length ? { value: returns.reduce((a, b) => Math.min(a, b)) } : undefinedFor(EMPTY);
}

/** Mean daily return over the downside deviation against zero, both annualised; all days count in the divisor. */
export function sortino(series: Series): Measure {
  const returns = dailyReturns(series);
  if (returns.length < 20) return undefinedFor(FEW);
  const downside = Math.sqrt(mean(returns.map((r) => Math.min(r, 0) ** 2)));
  if (downside === 0) return undefinedFor('no falling day in the range');
  return { value: (mean(returns) / downside) * Math.sqrt(SESSIONS_A_YEAR) };
}

export function calmar(series: Series): Measure {
  const growth = annualisedReturn(series);
  const depth = maxDrawdown(series).value;
  if (growth.value === null) return growth;
  if (!depth) return undefinedFor('no drawdown in the range');
  return { value: growth.value / Math.abs(depth) };
}

export interface Relative {
  readonly beta: Measure;
  readonly correlation: Measure;
  readonly trackingError: Measure;
  readonly informationRatio: Measure;
}

/** Figures against a benchmark; both series must stand on the same dates. */
export function relative(series: Series, benchmark: Series): Relative {
  const a = dailyReturns(series);
  const b = dailyReturns(benchmark);
  if (a.length < 20 || a.length !== b.length) {
    const missing = undefinedFor(a.length < 20 ? FEW : 'no common sessions');
    return { beta: missing, correlation: missing, trackingError: missing, informationRatio: missing };
  }
  const ma = mean(a);
  const mb = mean(b);
  const covariance = a.reduce((sum, x, i) => sum + (x - ma) * (b[i]! - mb), 0) / (a.length - 1);
  const sa = deviation(a);
  const sb = deviation(b);
  const active = a.map((x, i) => x - b[i]!);
  const spread = deviation(active);
  const flat = undefinedFor('the series do not differ');
  return {
    beta: sb ? { value: covariance / sb ** 2 } : undefinedFor('the benchmark does not move'),
    correlation: sa && sb ? { value: covariance / (sa * sb) } : undefinedFor('a series does not move'),
    trackingError: { value: spread * Math.sqrt(SESSIONS_A_YEAR) },
    informationRatio: spread ? { value: (mean(active) / spread) * Math.sqrt(SESSIONS_A_YEAR) } : flat,
  };
}
