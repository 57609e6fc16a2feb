// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  groupWeights,
  monthlyAverages,
  moveApart,
  OTHER,
  stacked,
  stepOf,
  weightsCsv,
  windowAround,
} from '@/lib/composition';

const dated = (date: string, weights: Record<string, number>) => ({
  date,
  weights: Object.entries(weights).map(([symbol, weight]) => ({ symbol, weight })),
});

describe('the window', () => {
  const levels = [
    { date: '1990-04-02', value: 100 },
    { date: '2022-12-28', value: 25408 },
  ];
  it('holds the date and stays inside the levels', () => {
    expect(windowAround(levels, '2008-10-15', 5)).toEqual({ from: '2006-04-15', to: '2011-04-15' });
    expect(windowAround(levels, '2022-12-28', 1)).toEqual({ from: '2021-12-28', to: '2022-12-28' });
    expect(windowAround(levels, '1990-05-02', 1)).toEqual({ from: '1990-04-02', to: '1991-04-02' });
    expect(windowAround(levels, '2008-10-15', null)).toEqual({ from: '1990-04-02', to: '2022-12-28' });
    expect(windowAround([], '2008-10-15', 1)).toBeNull();
  });
  it('shows sessions up to two years', () => {
    expect(stepOf({ from: '2021-12-28', to: '2022-12-28' })).toBe('day');
    expect(stepOf({ from: '2017-12-28', to: '2022-12-28' })).toBe('week');
  });
});

describe('monthly averages', () => {
  it('are dated with the last session, and a stock that comes later counts from zero', () => {
    const months = monthlyAverages([
      dated('2022-01-07', { A: 1 }),
      dated('2022-01-31', { A: 0.5, B: 0.5 }),
      dated('2022-02-04', { A: 0.4, B: 0.6 }),
    ]);
    expect(months).toEqual([
      dated('2022-01-31', { A: 0.75, B: 0.25 }),
      dated('2022-02-04', { A: 0.4, B: 0.6 }),
    ]);
  });
});

describe('groups', () => {
  const items = [dated('2022-01-31', { A: 0.5, B: 0.3, C: 0.15, D: 0.05 })];
  it('put the heaviest first and the smallest into one', () => {
    const { names, rows } = groupWeights(items, (symbol) => symbol, 3);
    expect(names).toEqual(['A', 'B', OTHER]);
    expect(rows[0]!.weights[2]).toBeCloseTo(0.2, 12);
  });
  it('keep all where they are few, and sum a sector', () => {
    const { names, rows } = groupWeights(items, (symbol) => (symbol === 'A' ? 'x' : 'y'), 3);
    expect(names).toEqual(['x', 'y']);
    expect(rows[0]!.weights[1]).toBeCloseTo(0.5, 12);
  });
  it('stack up to one', () => {
    const uppers = stacked(groupWeights(items, (symbol) => symbol, 8));
    expect(uppers.map(([edge]) => edge)).toEqual([0.5, 0.8, 0.9500000000000001, 1]);
  });
});

describe('labels', () => {
  it('keep their distance inside the bounds', () => {
    expect(moveApart([10, 12, 50], 10, 0, 100)).toEqual([10, 20, 50]);
    expect(moveApart([90, 95, 99], 10, 0, 100)).toEqual([80, 90, 100]);
    expect(moveApart([], 10, 0, 100)).toEqual([]);
  });
});

describe('the file', () => {
  it('has one column a stock', () => {
    expect(weightsCsv([dated('2022-01-31', { B: 0.5 }), dated('2022-02-28', { A: 1 })])).toBe(
      'date,A,B\n2022-01-31,,0.5\n2022-02-28,1,\n',
    );
  });
});
