// SPDX-License-Identifier: Apache-2.0
// Amounts with their currency, and exchange rates, as text.
import { DASH, locale } from '@/lib/format';

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale(), options);
    formats.set(key, format);
  }
  return format;
}

const fixed = (decimals: number) => ({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** €74,015.67: the amount with the sign of its currency, or the code where there is none. */
export function money(value: number | null, currency: string, decimals = 2): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  return formatOf(`${currency} ${decimals}`, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...fixed(decimals),
  }).format(value);
}

/** 0.9398 under 100, otherwise 133.66. */
export function rate(value: number | null | undefined): string {
  if (value === null || value === undefined) return DASH;
  const decimals = value < 100 ? 4 : 2;
  return formatOf(String(decimals), fixed(decimals)).format(value);
}
