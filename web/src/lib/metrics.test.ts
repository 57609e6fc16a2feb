// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addDays } from '@/lib/dates';
import {
  annualisedReturn,
  calmar,
  drawdowns,
  expectedShortfall,
  maxDrawdown,
  quantile,
  relative,
  sortino,
  totalReturn,
  valueAtRisk,
  volatility,
} from '@/lib/metrics';
import type { Point } from '@/types/series';

const daily = (...values: number[]): Point[] =>
  values.map((value, i) => ({ date: addDays('2020-01-01', i), value }));
const fromReturns = (returns: readonly number[]) =>
  daily(...returns.reduce((levels, r) => [...levels, levels.at(-1)! * (1 + r)], [100]));

describe('returns', () => {
  it('is the last level over the first', () => {
    expect(totalReturn(daily(100, 105, 110)).value).toBeCloseTo(0.1, 12);
  });
  it('is undefined without two levels', () => {
    expect(totalReturn(daily(100)).value).toBeNull();
    expect(totalReturn([]).reason).toMatch(/two sessions/);
  });
  it('annualises by ACT/365.25', () => {
    const series = [
      { date: '2017-12-28', value: 100 },
      { date: '2022-12-28', value: 279.49 },
    ];
    expect(annualisedReturn(series).value).toBeCloseTo(2.7949 ** (365.25 / 1826) - 1, 12);
  });
  it('does not annualise under one year', () => {
    const series = [
      { date: '2022-01-03', value: 100 },
      { date: '2022-12-28', value: 110 },
    ];
    expect(annualisedReturn(series)).toEqual({ value: null, reason: 'under one year' });
  });
});

describe('risk', () => {
  it('uses the sample deviation times the root of 252', () => {
    expect(volatility(fromReturns([0.01, -0.01, 0.02])).value).toBeCloseTo(
      Math.sqrt(((0.01 / 3) ** 2 + (0.05 / 3) ** 2 + (0.04 / 3) ** 2) / 2) * Math.sqrt(252),
      12,
    );
  });
  it('is undefined for one return', () => {
    expect(volatility(daily(100, 101)).value).toBeNull();
  });
  it('counts the first level as a peak', () => {
    expect(drawdowns(daily(100, 90, 95, 110, 99)).map((p) => Number(p.value.toFixed(4)))).toEqual([
      0, -0.1, -0.05, 0, -0.1,
    ]);
    expect(maxDrawdown(daily(100, 90, 95)).value).toBeCloseTo(-0.1, 12);
  });
  it('takes quantiles of type 7', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([5], 0.05)).toBe(5);
  });
  it('gives tail losses as positive numbers', () => {
    const series = fromReturns(Array.from({ length: 21 }, (_, i) => (i - 10) / 100));
    expect(valueAtRisk(series).value).toBeCloseTo(0.09, 9);
    expect(expectedShortfall(series).value).toBeCloseTo(0.095, 9);
    expect(valueAtRisk(daily(100, 90)).reason).toMatch(/20/);
  });
  it('divides the downside by all days', () => {
    const returns = Array.from({ length: 20 }, (_, i) => (i % 2 ? 0.02 : -0.01));
    const downside = Math.sqrt((10 * 0.01 ** 2) / 20);
    expect(sortino(fromReturns(returns)).value).toBeCloseTo((0.005 / downside) * Math.sqrt(252), 6);
  });
  it('has no Calmar ratio without a drawdown', () => {
    const series = [
      { date: '2020-01-01', value: 100 },
      { date: '2022-01-01', value: 120 },
    ];
    expect(calmar(series).reason).toMatch(/no drawdown/);
  });
});

describe('relative', () => {
  it('of a series with itself is beta 1 and no tracking error', () => {
    const series = fromReturns(Array.from({ length: 30 }, (_, i) => Math.sin(i) / 100));
    const figures = relative(series, series);
    expect(figures.beta.value).toBeCloseTo(1, 12);
    expect(figures.correlation.value).toBeCloseTo(1, 12);
    expect(figures.trackingError.value).toBe(0);
    expect(figures.informationRatio.value).toBeNull();
  });
});
