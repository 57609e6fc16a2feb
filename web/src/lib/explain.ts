// SPDX-License-Identifier: Apache-2.0
// What the page that explains a level computes from the explanation: the sum once more, the day's movers, the
// steps to one weight. A step is shown with its prices only if they give the number that the server gave.
import { toCsv } from '@/lib/csv';
import { isDate } from '@/lib/dates';
import { indexAtOrBefore } from '@/lib/series';
import type { Explained, ExplainedHolding } from '@/types/api';
import type { Series } from '@/types/series';

/** The level once more, in the order of the sum; the same bits as on the server, or it does not agree. */
export function recompute(e: Explained): { value: number; level: number; net: number; agrees: boolean } {
  let value = 0;
  for (const { units, price, fx_rate } of e.holdings) value += units * (price ?? NaN) * fx_rate;
  const level = value / e.divisor;
  const net = level * e.net_factor;
  return { value, level, net, agrees: level === e.level && net === e.net_level };
}

/** The sessions before and after a session. */
export function neighbours(levels: Series, date: string): { before?: string; after?: string } {
  const at = indexAtOrBefore(levels, date);
  const on = levels[at]?.date === date;
  return { before: levels[on ? at - 1 : at]?.date, after: levels[at + 1]?.date };
}

/** Why an address names no session, and which ones it could have meant; null where it names one. */
export function wrongDate(
  levels: Series,
  text: string,
): { sentence: string; offers: readonly string[] } | null {
  const first = levels[0]?.date;
  const last = levels.at(-1)?.date;
  if (!first || !last) return null;
  if (!isDate(text)) return { sentence: 'is no date; dates are written YYYY-MM-DD', offers: [last] };
  if (text < first) return { sentence: 'is before the first session of the index', offers: [first] };
  if (text > last) return { sentence: 'is after the last session of the index', offers: [last] };
  const { before, after } = neighbours(levels, text);
  if (levels[indexAtOrBefore(levels, text)]!.date === text) return null;
  return { sentence: 'is no session of the index', offers: [before!, after!] };
}

export interface Mover {
  readonly label: string;
  readonly symbol?: string;
  /** Index points, and the same as a fraction of the level before. */
  readonly points: number;
  readonly share: number;
}

/** What each holding added to the day, the largest first; the smallest summed up. Empty on the first session. */
export function movers(e: Explained, shown: number): readonly Mover[] {
  const base = e.previous_level;
  if (base === null) return [];
  const all = e.holdings
    .map(({ symbol, contribution }) => ({
      label: symbol,
      symbol,
      share: contribution ?? 0,
      points: (contribution ?? 0) * base,
    }))
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
  const rest = all.slice(shown);
  if (rest.length < 2) return all;
  const share = rest.reduce((sum, mover) => sum + mover.share, 0);
  return [...all.slice(0, shown), { label: `${rest.length} others`, share, points: share * base }];
}

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-9);

export interface MomentumStep {
  readonly from: string;
  readonly base: number;
  readonly last: number;
}

/** The two closes that the momentum of the reference date is made of. */
export function momentumStep(
  closes: Series,
  reference: string,
  lookback: number | undefined,
  momentum: number | null,
): MomentumStep | null {
  const at = indexAtOrBefore(closes, reference);
  const last = closes[at];
  const base = lookback === undefined ? undefined : closes[at - lookback];
  if (!last || !base || momentum === null || !close(last.value / base.value - 1, momentum)) return null;
  return { from: base.date, base: base.value, last: last.value };
}

/** Value of the index and close of the stock at which the units were bought. */
export function unitsStep(
  levels: Series,
  closes: Series,
  effective: string,
  divisor: number,
  holding: Pick<ExplainedHolding, 'target_weight' | 'units'>,
): { value: number; price: number } | null {
  const level = levels[indexAtOrBefore(levels, effective)];
  const price = closes[indexAtOrBefore(closes, effective)];
  if (!level || level.date !== effective || !price) return null;
  const value = level.value * divisor;
  return close((holding.target_weight * value) / price.value, holding.units)
    ? { value, price: price.value }
    : null;
}

export interface SleeveShares {
  readonly momentum: number | null;
  readonly marketCap: number | null;
  readonly riskParity: number | null;
}

/** What each sleeve puts into the target of a stock: its share of the blend times the weight inside it. */
export function sleeveShares(e: Explained, h: ExplainedHolding): SleeveShares {
  const part = (blend: number | null, weight: number | null) =>
    blend === null || weight === null ? null : blend * weight;
  return {
    momentum: part(e.rebalance.momentum_weight, h.momentum_sleeve),
    marketCap: part(e.rebalance.market_cap_weight, h.market_cap_sleeve),
    riskParity: part(e.rebalance.risk_parity_weight, h.risk_parity_sleeve),
  };
}

const COLUMNS = [
  'symbol',
  'name',
  'units',
  'price',
  'fx_rate',
  'price_date',
  'carried',
  'value',
  'weight',
  'contribution',
  'target_weight',
  'weight_before',
  'momentum',
  'momentum_sleeve',
  'market_cap',
  'market_cap_sleeve',
  'volatility',
  'inverse_volatility',
  'risk_parity_sleeve',
] as const satisfies readonly (keyof ExplainedHolding)[];

/** One row a holding, in the order of the sum, with every digit: units × price × FX add up to the value. */
export function explainCsv(e: Explained): string {
  return toCsv(
    COLUMNS,
    e.holdings.map((h) => COLUMNS.map((name) => (typeof h[name] === 'boolean' ? String(h[name]) : h[name]))),
  );
}
