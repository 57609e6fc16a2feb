// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { addMonths, isDate } from '@/lib/dates';
import { customSpan, defaultsToLog, namedSpan } from '@/lib/ranges';
import { common, cut, rebase } from '@/lib/series';
import type { Point } from '@/types/series';

const at = (...dates: string[]): Point[] => dates.map((date, i) => ({ date, value: 100 + i }));
const series = at(
  '2021-12-30',
  '2021-12-31',
  '2022-01-03',
  '2022-11-28',
  '2022-12-20',
  '2022-12-23',
  '2022-12-28',
);

describe('named ranges', () => {
  it('end with the series and start on the same day months before', () => {
    expect(namedSpan(series, '1M')).toEqual({ from: '2022-11-28', to: '2022-12-28' });
    expect(namedSpan(series, '1Y')).toEqual({ from: '2021-12-28', to: '2022-12-28' });
  });
  it('start a day at the session before, a year at the end of the last', () => {
    expect(namedSpan(series, '1D')?.from).toBe('2022-12-23');
    expect(namedSpan(series, 'YTD')?.from).toBe('2021-12-31');
  });
  it('take the last session on or before the start as base', () => {
    expect(cut(series, '2022-12-21', '2022-12-28').map((p) => p.date)).toEqual([
      '2022-12-20',
      '2022-12-23',
      '2022-12-28',
    ]);
  });
  it('keep to the last day of shorter months', () => {
    expect(addMonths('2020-03-31', -1)).toBe('2020-02-29');
    expect(addMonths('2022-12-28', -60)).toBe('2017-12-28');
  });
});

describe('custom ranges', () => {
  it('are held inside the series', () => {
    expect(customSpan(series, '1980-01-01', null)).toEqual({ from: '2021-12-30', to: '2022-12-28' });
  });
  it('are refused without two sessions', () => {
    expect(customSpan(series, '2022-12-21', '2022-12-22')).toBeNull();
    expect(customSpan(series, '2022-12-28', '2022-12-20')).toBeNull();
  });
});

describe('helpers', () => {
  it('know dates', () => {
    expect(isDate('2022-02-30')).toBe(false);
    expect(isDate('2022-02-28')).toBe(true);
  });
  it('rebase to 100', () => {
    expect(rebase(at('2022-01-01', '2022-01-02')).map((p) => p.value)).toEqual([100, 101]);
  });
  it('join on common dates', () => {
    const [a, b] = common(at('2022-01-01', '2022-01-03'), at('2022-01-02', '2022-01-03'));
    expect([a.map((p) => p.date), b.map((p) => p.date)]).toEqual([['2022-01-03'], ['2022-01-03']]);
  });
  it('choose log from ten years on', () => {
    expect(defaultsToLog({ from: '2012-12-28', to: '2022-12-28' })).toBe(true);
    expect(defaultsToLog({ from: '2013-12-28', to: '2022-12-28' })).toBe(false);
  });
});
