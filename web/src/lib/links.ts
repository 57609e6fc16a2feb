// SPDX-License-Identifier: Apache-2.0

interface Explanation {
  date?: string | null;
  symbol?: string | null;
  net?: boolean;
}

/** The page that explains a level, or one weight in it. */
export function explainHref({ date, symbol, net }: Explanation): string {
  const query = new URLSearchParams();
  if (date) query.set('date', date);
  if (symbol) query.set('symbol', symbol);
  if (net) query.set('variant', 'net');
  const search = query.toString();
  return search ? `/explain/?${search}` : '/explain/';
}
