// SPDX-License-Identifier: Apache-2.0
// The only place that turns numbers and dates into text. Signed figures always carry + or − (U+2212); zero has no
// sign; a missing figure is a dash.
import { toTime } from '@/lib/dates';

export const DASH = '—';
export const MINUS = '−';

export const locale = () => (typeof window === 'undefined' ? 'en-GB' : navigator.language || 'en-GB');

const numberFormats = new Map<number, Intl.NumberFormat>();

function digits(value: number, decimals: number): string {
  let format = numberFormats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat(locale(), {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    numberFormats.set(decimals, format);
  }
  return format.format(value);
}

/** The text of a number; rounding to zero drops the sign. */
function text(value: number | null, decimals: number, signed: boolean, unit = ''): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  const zero = Math.abs(value) < 0.5 * 10 ** -decimals;
  const sign = zero ? '' : value < 0 ? MINUS : signed ? '+' : '';
  return `${sign}${digits(zero ? 0 : Math.abs(value), decimals)}${unit}`;
}

/** The sign that a figure shows after rounding. */
export function shownSign(value: number | null, decimals: number): -1 | 0 | 1 {
  if (value === null || !Number.isFinite(value) || Math.abs(value) < 0.5 * 10 ** -decimals) return 0;
  return value < 0 ? -1 : 1;
}

export const KINDS = {
  level: { decimals: 2, scale: 1, unit: '' },
  percent: { decimals: 2, scale: 100, unit: '%' },
  percent1: { decimals: 1, scale: 100, unit: '%' },
  cell: { decimals: 1, scale: 100, unit: '' },
  pp: { decimals: 2, scale: 100, unit: ' pp' },
  points: { decimals: 2, scale: 100, unit: '' },
  points1: { decimals: 1, scale: 100, unit: '' },
  ratio: { decimals: 2, scale: 1, unit: '' },
  times: { decimals: 2, scale: 1, unit: '×' },
  count: { decimals: 0, scale: 1, unit: '' },
} as const;

export type Kind = keyof typeof KINDS;

/** Fractions in, text out: `figure(0.2282, 'percent', true)` is +22.82%. */
export function figure(value: number | null | undefined, kind: Kind, signed = false): string {
  const { decimals, scale, unit } = KINDS[kind];
  return text(value === null || value === undefined ? null : value * scale, decimals, signed, unit);
}

const dateFormats: Record<'long' | 'weekday' | 'month', Intl.DateTimeFormatOptions> = {
  long: { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'short' },
};

const cachedDates = new Map<string, Intl.DateTimeFormat>();

/** 28 Dec 2022, with the weekday where asked for. */
export function day(date: string | null | undefined, style: keyof typeof dateFormats = 'long'): string {
  if (!date) return DASH;
  let format = cachedDates.get(style);
  if (!format) {
    format = new Intl.DateTimeFormat(locale(), { ...dateFormats[style], timeZone: 'UTC' });
    cachedDates.set(style, format);
  }
  return format
    .format(toTime(date.slice(0, 10)))
    .replace(/\bSept\b/, 'Sep')
    .replace(/^(\w{3}), /, '$1 ');
}

export const MONTH_NAMES = Array.from({ length: 12 }, (_, i) => `2021-${String(i + 1).padStart(2, '0')}-01`);
