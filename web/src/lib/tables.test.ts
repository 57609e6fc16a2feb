// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { toCsv } from '@/lib/csv';
import { episodes } from '@/lib/episodes';
import { groupEvents } from '@/lib/events';
import { heatColour } from '@/lib/heat';
import { monthlyReturns } from '@/lib/months';
import { squarify } from '@/lib/treemap';
import { turnoverBars } from '@/lib/turnover';
import type { RebalanceMark } from '@/types/api';

const point = (date: string, value: number) => ({ date, value });

describe('monthly returns', () => {
  const rows = monthlyReturns([
    point('2021-11-15', 100),
    point('2021-11-30', 110),
    point('2021-12-31', 99),
    point('2022-01-14', 120),
    point('2022-01-31', 108.9),
  ]);
  it('are measured from the last level before the month', () => {
    expect(rows.map((row) => row.year)).toEqual([2022, 2021]);
    expect(rows[1]!.months[10]).toBeCloseTo(0.1, 12);
    expect(rows[1]!.months[11]).toBeCloseTo(-0.1, 12);
    expect(rows[0]!.months[0]).toBeCloseTo(0.1, 12);
    expect(rows[0]!.months[1]).toBeNull();
  });
  it('compound to the year', () => {
    expect(rows[1]!.total).toBeCloseTo(-0.01, 12);
    expect(rows[0]!.total).toBeCloseTo(0.1, 12);
  });
});

describe('drawdown episodes', () => {
  it('are sorted by depth and may be open', () => {
    const found = episodes([
      point('2022-01-01', 100),
      point('2022-01-02', 90),
      point('2022-01-03', 101),
      point('2022-01-04', 80),
      point('2022-01-05', 85),
    ]);
    expect(found.map((e) => [e.peak, e.trough, e.recovered])).toEqual([
      ['2022-01-03', '2022-01-04', null],
      ['2022-01-01', '2022-01-02', '2022-01-03'],
    ]);
  });
});

describe('treemap', () => {
  it('fills the box in proportion', () => {
    const placed = squarify([6, 6, 4, 3, 2, 2, 1], (x) => x, { x: 0, y: 0, width: 6, height: 4 });
    for (const { item, width, height } of placed) expect(width * height).toBeCloseTo(item, 9);
    expect(Math.max(...placed.map((p) => p.x + p.width))).toBeCloseTo(6, 9);
    expect(Math.max(...placed.map((p) => p.y + p.height))).toBeCloseTo(4, 9);
  });
  it('leaves out what weighs nothing', () => {
    expect(squarify([0, 1], (x) => x, { x: 0, y: 0, width: 1, height: 1 })).toHaveLength(1);
  });
});

describe('events and turnover', () => {
  const event = (code: string) => ({ code, symbol: null, message: code });
  const rebalance = (effective_date: string, ...codes: string[]): RebalanceMark => ({
    reference_date: effective_date,
    effective_date,
    turnover: 0.1,
    cost: 0.0002,
    events: codes.map(event),
  });
  it('put those of every review first', () => {
    const groups = groupEvents([
      rebalance('2022-02-08', 'momentum_flat', 'cap_unknown'),
      rebalance('2022-02-01', 'cap_unknown'),
    ]);
    expect(groups.map((g) => [g.code, g.always, g.dates.length])).toEqual([
      ['cap_unknown', true, 2],
      ['momentum_flat', false, 1],
    ]);
  });
  it('sum bars by month where they would touch', () => {
    const all = ['2022-02-08', '2022-02-01', '2022-01-25'].map((date) => rebalance(date));
    expect(turnoverBars(all, 100).bars).toHaveLength(3);
    expect(turnoverBars(all, 4).bars).toEqual([point('2022-01-25', 0.1), point('2022-02-01', 0.2)]);
  });
});

describe('small ones', () => {
  it('quote CSV cells', () => {
    expect(toCsv(['a', 'b'], [['x, y', null]])).toBe('a,b\n"x, y",\n');
  });
  it('neutralises text that a spreadsheet would compute, and no number', () => {
    const text = ['=1+1', '+A1', '-2+3', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("x",1)'];
    expect(
      toCsv(
        ['=h'],
        text.map((cell) => [cell]),
      ),
    ).toBe(`'=h\n'=1+1\n'+A1\n'-2+3\n'@SUM(A1)\n'\tx\n"'\rx"\n"'=HYPERLINK(""x"",1)"\n`);
    const plain = [-1.5, '-1.5', '+2', '-1.5e-7', 'AAPL', '^GSPC', '—', 'a=b'];
    expect(toCsv(['h'], [plain])).toBe('h\n-1.5,-1.5,+2,-1.5e-7,AAPL,^GSPC,—,a=b\n');
  });
  it('colour symmetrically', () => {
    expect(heatColour(0.1, 0.1)).toBe('var(--div-p4)');
    expect(heatColour(-0.2, 0.1)).toBe('var(--div-n4)');
    expect(heatColour(0.001, 0.1)).toBe('var(--div-0)');
  });
});
