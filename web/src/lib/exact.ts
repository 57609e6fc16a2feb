// SPDX-License-Identifier: Apache-2.0
// Numbers with every digit, for pages where they must add up; everything else is formatted by lib/format.
import { DASH, locale } from '@/lib/format';

export const FULL = 9;

/** The text of a number, cut after the second decimal: what is read, and the digits that prove it. */
export function exact(value: number | null | undefined, decimals = FULL): readonly [string, string] {
  if (value === null || value === undefined || !Number.isFinite(value)) return [DASH, ''];
  const parts = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).formatToParts(value);
  const fraction = parts.find((part) => part.type === 'fraction')?.value ?? '';
  const whole = parts
    .filter((part) => part.type !== 'fraction')
    .map((part) => (part.type === 'minusSign' ? '−' : part.value))
    .join('');
  return [whole + fraction.slice(0, 2), fraction.slice(2)];
}

/** Decimals of the shortest text that reads back as the same number. */
export function decimalsOf(value: number): number {
  const [digits = '', power = '0'] = String(Math.abs(value)).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(power));
}

/** Decimals of a column of prices: enough for each to be exact, within bounds. */
export function columnDecimals(values: readonly (number | null)[], least = 2, most = FULL): number {
  const needed = values.map((value) => (value === null ? 0 : decimalsOf(value)));
  return Math.min(most, Math.max(least, ...needed));
}
