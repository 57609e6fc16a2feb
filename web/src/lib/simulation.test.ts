// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  atStartRate,
  checkForm,
  growthPath,
  investedPath,
  parseAmount,
  readForm,
  startYears,
  toRequest,
  writeForm,
  yearRows,
  type SimulationForm,
} from '@/lib/simulation';

const form: SimulationForm = {
  amount: '10,000',
  monthly: '',
  currency: 'EUR',
  start: '2010-01-04',
  end: '',
  variant: 'total',
};

describe('parseAmount', () => {
  it.each([
    ['10000', 10000],
    ['10,000.50', 10000.5],
    [' 1 000 000 ', 1e6],
    ['.5', 0.5],
    ['-3', -3],
  ])('reads %s', (text, value) => expect(parseAmount(text)).toBe(value));
  it.each(['', 'ten', '1e300', '10,00', '1.2.3', 'Infinity'])('refuses %s', (text) =>
    expect(parseAmount(text)).toBeNull(),
  );
});

describe('the form', () => {
  it('becomes a request', () =>
    expect(toRequest(form)).toEqual({
      amount: 10000,
      monthly: 0,
      currency: 'EUR',
      start_date: '2010-01-04',
      variant: 'total',
    }));
  it('names every wrong field', () =>
    expect(
      Object.keys(checkForm({ ...form, amount: '0', monthly: '-1', start: '2010-02-30', end: 'x' })),
    ).toEqual(['amount', 'monthly', 'start', 'end']));
  it('refuses an end before the start', () => {
    expect(checkForm({ ...form, end: '2010-01-03' }).end).toBeTruthy();
    expect(toRequest({ ...form, end: '2010-01-03' })).toBeNull();
    expect(checkForm({ ...form, end: '2010-01-04' })).toEqual({});
  });
  it('bounds the amounts', () => {
    expect(checkForm({ ...form, amount: '1,000,000,000' })).toEqual({});
    expect(checkForm({ ...form, amount: '1,000,000,001' }).amount).toBeTruthy();
  });
  it('survives the address', () => {
    const full: SimulationForm = { ...form, monthly: '100', end: '2020-12-31', variant: 'net' };
    expect(readForm(new URLSearchParams(writeForm(full)), form)).toEqual(full);
    expect(readForm(new URLSearchParams(), form)).toEqual(form);
  });
});

// Growth in the currency: 1, 1.1, 1.21, 1.089 with a payment at the first session of February and of January.
const growth = [1, 1.1, 1.21, 1.089];
const dates = ['2019-12-30', '2020-01-02', '2020-01-31', '2020-02-03'];
const rates = [1, 1.25, 1, 2];
const AMOUNT = 100;
const MONTHLY = 11;
const paid = [
  AMOUNT,
  AMOUNT + MONTHLY / 1.1,
  AMOUNT + MONTHLY / 1.1,
  AMOUNT + MONTHLY / 1.1 + MONTHLY / 1.089,
];
const series = dates.map((date, i) => ({ date, value: paid[i]! * growth[i]!, rate: rates[i]! }));

describe('paths', () => {
  it('finds the growth behind the payments', () =>
    growthPath(series, MONTHLY).forEach((g, i) => expect(g).toBeCloseTo(growth[i]!, 12)));
  it('adds up what was paid', () =>
    expect(investedPath(series, AMOUNT, MONTHLY).map((p) => p.value)).toEqual([100, 111, 111, 122]));
  it('takes the currency out', () => {
    const still = growth.map((g, i) => g / rates[i]!);
    let money = AMOUNT;
    atStartRate(series, AMOUNT, MONTHLY).forEach(({ value }, i) => {
      if (i === 1 || i === 3) money += MONTHLY / still[i]!;
      expect(value).toBeCloseTo(money * still[i]!, 10);
    });
  });
  it('is the value itself where the rate stands still', () => {
    const flat = series.map((p) => ({ ...p, rate: 3 }));
    atStartRate(flat, AMOUNT, MONTHLY).forEach(({ value }, i) =>
      expect(value).toBeCloseTo(series[i]!.value, 10),
    );
  });
});

describe('yearRows', () => {
  it('splits each year into index and currency', () => {
    const rows = yearRows(series, series, MONTHLY);
    expect(rows.map((r) => r.year)).toEqual(['2020']);
    expect(rows[0]!.own).toBeCloseTo(0.089, 12);
    expect((1 + rows[0]!.index) * (1 + rows[0]!.currency)).toBeCloseTo(1.089, 12);
    expect(rows[0]!.benchmark).toBeCloseTo(0.089, 12);
  });
  it('has no benchmark where there is none', () =>
    expect(yearRows(series, [], MONTHLY)[0]!.benchmark).toBeNull());
  it('links to the whole', () => {
    const long = ['2018-01-02', '2018-12-31', '2019-12-31', '2020-06-30'].map((date, i) => ({
      date,
      value: [10, 12, 9, 18][i]!,
      rate: 1,
    }));
    const rows = yearRows(long, [], 0);
    expect(rows.map((r) => r.year)).toEqual(['2018', '2019', '2020']);
    expect(rows.reduce((product, r) => product * (1 + r.own), 1)).toBeCloseTo(1.8, 12);
  });
});

describe('startYears', () => {
  it('annualises from the first session of each year, a year or more', () => {
    const path = [
      { date: '2018-01-02', value: 100 },
      { date: '2018-07-02', value: 90 },
      { date: '2019-01-02', value: 110 },
      { date: '2020-01-02', value: 121 },
    ];
    const bars = startYears(path, []);
    expect(bars.map((b) => b.date)).toEqual(['2018-01-02', '2019-01-02']);
    expect(bars[1]!.own).toBeCloseTo(1.1 ** (365.25 / 365) - 1, 12);
    expect(bars[0]!.benchmark).toBeNull();
  });
  it('is empty without data', () => expect(startYears([], [])).toEqual([]));
});
