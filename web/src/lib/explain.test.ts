// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { columnDecimals, decimalsOf, exact } from '@/lib/exact';
import {
  explainCsv,
  momentumStep,
  movers,
  neighbours,
  recompute,
  sleeveShares,
  unitsStep,
  wrongDate,
} from '@/lib/explain';
import type { Explained, ExplainedHolding } from '@/types/api';

const holding = (symbol: string, units: number, price: number, contribution: number): ExplainedHolding => ({
  symbol,
  name: symbol,
  units,
  price,
  fx_rate: 1,
  price_date: '2008-10-15',
  carried: false,
  value: units * price,
  weight: 0.5,
  contribution,
  target_weight: 0.5,
  weight_before: 0.5,
  momentum: 0.1,
  momentum_sleeve: 0.2,
  market_cap: null,
  market_cap_sleeve: 0.05,
  volatility: 0.02,
  inverse_volatility: 50,
  risk_parity_sleeve: 0.1,
});

const holdings = [
  holding('A', 0.1, 3, -0.02),
  holding('B', 0.2, 3, 0.01),
  holding('C', 0.3, 3, 0.001),
  holding('D', 0.1, 0.1, 0.002),
];
const value = holdings.reduce((sum, h) => sum + h.units * h.price!, 0);
const explained = {
  date: '2008-10-15',
  level: value / 1.1,
  net_level: (value / 1.1) * 0.9,
  value,
  divisor: 1.1,
  net_factor: 0.9,
  exact: true,
  previous_level: 2,
  day_return: -0.007,
  holdings,
  rebalance: { momentum_weight: 0.4, market_cap_weight: 0.3, risk_parity_weight: 0.3 },
} as unknown as Explained;

const series = (...points: [string, number][]) => points.map(([date, at]) => ({ date, value: at }));
const levels = series(['2008-10-13', 100], ['2008-10-14', 101], ['2008-10-15', 102], ['2008-10-17', 103]);

describe('the sum done once more', () => {
  it('agrees to the last bit in the order of the API', () => {
    expect(recompute(explained)).toEqual({
      value,
      level: explained.level,
      net: explained.net_level,
      agrees: true,
    });
  });
  it('does not agree when one bit differs', () => {
    expect(recompute({ ...explained, level: explained.level * (1 + Number.EPSILON) }).agrees).toBe(false);
    const missing = [{ ...holdings[0]!, price: null }, ...holdings.slice(1)];
    expect(recompute({ ...explained, holdings: missing }).agrees).toBe(false);
  });
});

describe('sessions', () => {
  it('have neighbours, except at the ends', () => {
    expect(neighbours(levels, '2008-10-14')).toEqual({ before: '2008-10-13', after: '2008-10-15' });
    expect(neighbours(levels, '2008-10-16')).toEqual({ before: '2008-10-15', after: '2008-10-17' });
    expect(neighbours(levels, '2008-10-13').before).toBeUndefined();
    expect(neighbours(levels, '2008-10-17').after).toBeUndefined();
  });
  it('are offered for a date that is none', () => {
    expect(wrongDate(levels, '2008-10-15')).toBeNull();
    expect(wrongDate(levels, '2008-10-16')?.offers).toEqual(['2008-10-15', '2008-10-17']);
    expect(wrongDate(levels, '1980-01-01')?.offers).toEqual(['2008-10-13']);
    expect(wrongDate(levels, '2030-01-01')?.offers).toEqual(['2008-10-17']);
    expect(wrongDate(levels, '2008-13-40')?.sentence).toMatch(/is no date/);
  });
});

describe('what moved the day', () => {
  it('is sorted by size, and the rest is summed up', () => {
    const rows = movers(explained, 2);
    expect(rows.map((row) => row.label)).toEqual(['A', 'B', '2 others']);
    expect(rows.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(explained.day_return!, 12);
    expect(rows[0]!.points).toBeCloseTo(-0.04, 12);
  });
  it('names a single rest, and is empty on the first session', () => {
    expect(movers(explained, 3).map((row) => row.label)).toEqual(['A', 'B', 'D', 'C']);
    expect(movers({ ...explained, previous_level: null }, 2)).toEqual([]);
  });
});

describe('the steps to a weight', () => {
  const closes = series(['2008-10-13', 40], ['2008-10-14', 44], ['2008-10-15', 50]);
  it('show the closes of the momentum only if they give it', () => {
    expect(momentumStep(closes, '2008-10-15', 2, 0.25)).toEqual({ from: '2008-10-13', base: 40, last: 50 });
    expect(momentumStep(closes, '2008-10-15', 1, 0.25)).toBeNull();
    expect(momentumStep(closes, '2008-10-15', 5, 0.25)).toBeNull();
    expect(momentumStep(closes, '2008-10-15', undefined, 0.25)).toBeNull();
  });
  it('show value and price of the units only if they give them', () => {
    const bought = { target_weight: 0.5, units: (0.5 * 101 * 1.1) / 44 };
    expect(unitsStep(levels, closes, '2008-10-14', 1.1, bought)?.price).toBe(44);
    expect(unitsStep(levels, closes, '2008-10-14', 1.2, bought)).toBeNull();
    expect(unitsStep(levels, closes, '2008-10-16', 1.1, bought)).toBeNull();
  });
  it('split a target into its sleeves', () => {
    const shares = sleeveShares(explained, holdings[0]!);
    expect(shares.momentum).toBeCloseTo(0.08, 12);
    expect(shares.marketCap).toBeCloseTo(0.015, 12);
    expect(sleeveShares(explained, { ...holdings[0]!, momentum_sleeve: null }).momentum).toBeNull();
  });
});

describe('the file', () => {
  it('recomputes: read back, units × price × FX give the level', () => {
    const [head, ...rows] = explainCsv(explained).trim().split('\n');
    const names = head!.split(',');
    const of = (row: string, name: string) => Number(row.split(',')[names.indexOf(name)]);
    const sum = rows.reduce((all, row) => all + of(row, 'units') * of(row, 'price') * of(row, 'fx_rate'), 0);
    expect(rows).toHaveLength(4);
    expect(sum / explained.divisor).toBe(explained.level);
  });
});

describe('exact figures', () => {
  it('are cut after the second decimal', () => {
    expect(exact(25408.215977132168)).toEqual(['25,408.21', '5977132']);
    expect(exact(-1.5, 3)).toEqual(['−1.50', '0']);
    expect(exact(1, 0)).toEqual(['1', '']);
    expect(exact(Number.NaN)).toEqual(['—', '']);
  });
  it('know how many decimals they need', () => {
    expect(decimalsOf(1000.0000000000041)).toBe(13);
    expect(decimalsOf(1)).toBe(0);
    expect(decimalsOf(1.5e-7)).toBe(8);
    expect(columnDecimals([49.25, 109.581, null], 2)).toBe(3);
    expect(columnDecimals([1 / 3], 2)).toBe(9);
  });
});
