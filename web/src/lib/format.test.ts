// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { day, figure, shownSign } from '@/lib/format';

describe('figure', () => {
  it('groups thousands and keeps two decimals of a level', () => {
    expect(figure(25408.215977132, 'level')).toBe('25,408.22');
  });
  it('signs returns with + and U+2212', () => {
    expect(figure(0.22821, 'percent', true)).toBe('+22.82%');
    expect(figure(-0.0109, 'percent', true)).toBe('\u22121.09%');
  });
  it('never shows a signed zero', () => {
    expect(figure(-0.00004, 'percent', true)).toBe('0.00%');
    expect(figure(0.00004, 'percent', true)).toBe('0.00%');
  });
  it('is a dash where there is no number', () => {
    expect(figure(null, 'ratio')).toBe('—');
    expect(figure(Number.NaN, 'ratio')).toBe('—');
  });
  it('marks differences and turnover by their unit', () => {
    expect(figure(0.0184, 'pp')).toBe('1.84 pp');
    expect(figure(7.5709, 'times')).toBe('7.57×');
    expect(figure(0.0394, 'points', true)).toBe('+3.94');
  });
});

describe('shownSign', () => {
  it('follows the rounded figure', () => {
    expect(shownSign(-0.004, 2)).toBe(0);
    expect(shownSign(-0.006, 2)).toBe(-1);
  });
});

describe('day', () => {
  it('spells the month and shortens September as the other months', () => {
    expect(day('2022-12-28')).toBe('28 Dec 2022');
    expect(day('2022-09-26')).toBe('26 Sep 2022');
  });
});
