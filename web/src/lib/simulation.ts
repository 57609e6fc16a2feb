// SPDX-License-Identifier: Apache-2.0
// What the page of simulations asks for, and what it works out from the answer.
import { daysBetween, isDate } from '@/lib/dates';
import type { SimulationPoint, SimulationRequest } from '@/types/api';
import type { Point, Series } from '@/types/series';

export const AMOUNT_MAX = 1e9;

/** The form as it stands, text as typed. */
export interface SimulationForm {
  readonly amount: string;
  readonly monthly: string;
  readonly currency: string;
  readonly start: string;
  /** Empty: the last session. */
  readonly end: string;
  readonly variant: 'total' | 'net';
}

export type FormField = 'amount' | 'monthly' | 'currency' | 'start' | 'end';
export type FormErrors = Partial<Record<FormField, string>>;

/** 10,000.50 and 10 000.50 and 10000.5; null for what is no number. */
export function parseAmount(text: string): number | null {
  const plain = text.trim().replace(/(?<=\d)[,\s\u00a0\u202f'](?=\d{3}(\D|$))/g, '');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

export function checkForm(form: SimulationForm): FormErrors {
  const errors: FormErrors = {};
  const amount = parseAmount(form.amount);
  const monthly = form.monthly.trim() === '' ? 0 : parseAmount(form.monthly);
  if (amount === null) errors.amount = 'Enter a number, such as 10,000.';
  else if (amount <= 0) errors.amount = 'Must be above 0.';
  else if (amount > AMOUNT_MAX) errors.amount = 'At most 1,000,000,000.';
  if (monthly === null) errors.monthly = 'Enter a number, or nothing.';
  else if (monthly < 0) errors.monthly = 'Must not be negative.';
  else if (monthly > AMOUNT_MAX) errors.monthly = 'At most 1,000,000,000.';
  if (!isDate(form.start)) errors.start = 'Enter a date.';
  if (form.end !== '' && !isDate(form.end)) errors.end = 'Enter a date, or nothing.';
  else if (isDate(form.start) && form.end !== '' && form.end < form.start)
    errors.end = 'Must not be before the start.';
  return errors;
}

/** Null while something in the form is wrong. */
export function toRequest(form: SimulationForm): SimulationRequest | null {
  if (Object.keys(checkForm(form)).length > 0) return null;
  return {
    amount: parseAmount(form.amount)!,
    monthly: form.monthly.trim() === '' ? 0 : parseAmount(form.monthly)!,
    currency: form.currency,
    start_date: form.start,
    ...(form.end ? { end_date: form.end } : {}),
    variant: form.variant,
  };
}

/** The form of an address; what it does not name is as in the fallback. */
export function readForm(query: URLSearchParams, fallback: SimulationForm): SimulationForm {
  const text = (name: string, otherwise: string) => query.get(name) ?? otherwise;
  return {
    amount: text('amount', fallback.amount),
    monthly: text('monthly', fallback.monthly),
    currency: text('currency', fallback.currency).toUpperCase(),
    start: text('start', fallback.start),
    end: text('end', fallback.end),
    variant: query.get('variant') === 'net' ? 'net' : 'total',
  };
}

/** The address of a form: everything that decides the figures, so that a link shows them again. */
export function writeForm(form: SimulationForm): string {
  const query = new URLSearchParams({ amount: form.amount, currency: form.currency, start: form.start });
  if (form.end) query.set('end', form.end);
  if (form.monthly.trim() !== '' && parseAmount(form.monthly) !== 0) query.set('monthly', form.monthly);
  if (form.variant === 'net') query.set('variant', 'net');
  return query.toString();
}

/** Is a monthly amount paid at this point, the first session of a calendar month after that of the start? */
const pays = (series: readonly { date: string }[], i: number) =>
  i > 0 && series[i]!.date.slice(0, 7) !== series[i - 1]!.date.slice(0, 7);

/** What one unit paid at the start has grown to: payments taken out of the values again. */
export function growthPath(series: Series, monthly: number): number[] {
  const growth: number[] = [];
  series.forEach(({ value }, i) => {
    const before = i > 0 ? series[i - 1]!.value : value;
    const paid = monthly > 0 && pays(series, i) ? monthly : 0;
    growth.push(i === 0 ? 1 : growth[i - 1]! * ((value - paid) / before));
  });
  return growth;
}

/** All that was paid in, up to each session. */
export function investedPath(series: Series, amount: number, monthly: number): Point[] {
  let total = amount;
  return series.map(({ date }, i) => {
    if (monthly > 0 && pays(series, i)) total += monthly;
    return { date, value: total };
  });
}

/** The value at each session, had the exchange rate stayed as it was at the start. */
export function atStartRate(series: readonly SimulationPoint[], amount: number, monthly: number): Point[] {
  const growth = growthPath(series, monthly);
  const start = series[0]?.rate ?? 1;
  let money = amount;
  return series.map(({ date, rate }, i) => {
    const still = (growth[i]! * start) / rate;
    if (monthly > 0 && pays(series, i)) money += monthly / still;
    return { date, value: money * still };
  });
}

export interface YearRow {
  readonly year: string;
  readonly value: number;
  /** Time-weighted, in the currency. */
  readonly own: number;
  readonly index: number;
  readonly currency: number;
  readonly benchmark: number | null;
}

/** Year by year, the first from the start and the last to the end. */
export function yearRows(series: readonly SimulationPoint[], benchmark: Series, monthly: number): YearRow[] {
  const growth = growthPath(series, monthly);
  const other = benchmark.length === series.length ? growthPath(benchmark, monthly) : null;
  const rows: YearRow[] = [];
  let from = 0;
  series.forEach((point, i) => {
    const year = point.date.slice(0, 4);
    if (i > 0 && series[i + 1]?.date.slice(0, 4) === year) return;
    if (i === 0 && series.length > 1) return;
    const own = growth[i]! / growth[from]!;
    const currency = point.rate / series[from]!.rate;
    rows.push({
      year,
      value: point.value,
      own: own - 1,
      index: own / currency - 1,
      currency: currency - 1,
      benchmark: other && other[i]! / other[from]! - 1,
    });
    from = i;
  });
  return rows;
}

export interface StartYear {
  readonly year: string;
  /** First session of the year. */
  readonly date: string;
  /** A year, ACT/365.25. */
  readonly own: number;
  readonly benchmark: number | null;
}

/** The return a year from the first session of each year to the end, where that is a year or more. */
export function startYears(series: Series, benchmark: Series): StartYear[] {
  const last = series.at(-1);
  if (!last) return [];
  const other = benchmark.length === series.length ? benchmark : null;
  return series.flatMap(({ date, value }, i) => {
    if (i > 0 && series[i - 1]!.date.slice(0, 4) === date.slice(0, 4)) return [];
    const days = daysBetween(date, last.date);
    if (days < 365) return [];
    const yearly = (ratio: number) => ratio ** (365.25 / days) - 1;
    return [
      {
        year: date.slice(0, 4),
        date,
        own: yearly(last.value / value),
        benchmark: other && yearly(other.at(-1)!.value / other[i]!.value),
      },
    ];
  });
}
