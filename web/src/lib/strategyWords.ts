// SPDX-License-Identifier: Apache-2.0
// The method in plain sentences, and the figures of a draft beside those in force.
import { figure, type Kind } from '@/lib/format';
import { maxDrawdown, annualisedReturn, dailyReturns, SESSIONS_A_YEAR, volatility } from '@/lib/metrics';
import { toWords, wordsOf, type Change, type Settings } from '@/lib/strategy';
import type { Backtest, StrategyVersion } from '@/types/api';
import type { Series } from '@/types/series';

/** Part of a sentence; with the name of the field whose value it says. */
export interface Part {
  readonly text: string;
  readonly field?: string;
}

const PERIODS: Readonly<Record<string, string>> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
};

/** The method in a sentence or two, of the stocks that were held at the end. */
export function methodParts(s: Settings, stocks: number | null): Part[] {
  const say = (text: string): Part => ({ text });
  const tell = (field: string, text = toWords(field, s[field]!)): Part => ({ text, field });
  const sleeves = [
    [tell('momentum_weight'), say(' by their gain over '), tell('momentum_lookback')],
    [tell('market_cap_weight'), say(' by market capitalisation (equally while one is unknown)')],
    [
      tell('risk_parity_weight'),
      say(' by the inverse of their '),
      tell('volatility_lookback', `${String(s.volatility_lookback)}-session`),
      say(' volatility'),
    ],
  ].filter(([weight]) => Number(s[weight!.field!]) > 0);
  const lag = Number(s.rebalance_lag);
  const period = PERIODS[String(s.rebalance_frequency)];
  return [
    say(period ? 'On the last session of every ' : 'On every '),
    tell('rebalance_frequency', period ?? 'session'),
    say(`, weight ${stocks === null ? 'the eligible' : stocks} stocks: `),
    ...sleeves.flatMap((sleeve, i) => (i > 0 ? [say(', '), ...sleeve] : sleeve)),
    say('. Trade at the close of '),
    tell('rebalance_lag', lag === 1 ? 'the next session' : `the session ${lag} later`),
    say(' at '),
    tell('cost_bps'),
    say('.'),
  ];
}

/** Momentum 40% → 50%; a unit that is a word comes once. */
export function changeWords({ name, from, to }: Change): string {
  const { label, unit } = wordsOf(name);
  const before = toWords(name, from);
  return `${label} ${unit ? before.replace(` ${unit}`, '') : before} → ${toWords(name, to)}`;
}

const read = (text: string) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text);

/** What a version changed; the API says values as text. */
export const versionChanges = (version: StrategyVersion): Change[] =>
  version.changes.map(({ field, from, to }) => ({ name: field, from: read(from), to: read(to) }));

/** What restoring a version would change now: the changes since, taken back. Versions come newest first. */
export function restoreChanges(versions: readonly StrategyVersion[], target: number): Change[] {
  const net = new Map<string, Change>();
  for (const version of versions)
    if (version.version > target)
      for (const { name, from, to } of versionChanges(version))
        net.set(name, { name, from: net.get(name)?.from ?? to, to: from });
  return [...net.values()].filter(({ from, to }) => from !== to);
}

export interface Compared {
  readonly label: string;
  readonly kind: Kind;
  /** Kind of the difference. */
  readonly apart: Kind;
  readonly signed?: boolean;
  readonly draft: number | null;
  readonly force: number | null;
  /** Which way is good for the reader; 0: neither. */
  readonly better: 1 | -1 | 0;
  readonly reason?: string;
}

/** What trading took of the return a year, as a fraction. */
export function costAYear({ total, net }: Pick<Backtest, 'total' | 'net'>): number | null {
  if (total.annualized_return === null || net.annualized_return === null) return null;
  return total.annualized_return - net.annualized_return;
}

const last = (b: Backtest) => b.series.at(-1)?.net_value ?? null;
const YEAR = 'under one year';

/** The figures of the draft and of the configuration in force, net of costs. */
export function compareFigures(draft: Backtest, force: Backtest): Compared[] {
  const of = (pick: (b: Backtest) => number | null) => ({ draft: pick(draft), force: pick(force) });
  return [
    { label: 'Net level', kind: 'level', apart: 'level', better: 1, ...of(last) },
    {
      label: 'Annualised, net',
      kind: 'percent',
      apart: 'pp',
      signed: true,
      better: 1,
      reason: YEAR,
      ...of((b) => b.net.annualized_return),
    },
    { label: 'Volatility', kind: 'percent', apart: 'pp', better: -1, ...of((b) => b.net.volatility) },
    { label: 'Sharpe, rate 0', kind: 'ratio', apart: 'ratio', better: 1, ...of((b) => b.net.sharpe_ratio) },
    {
      label: 'Max drawdown',
      kind: 'percent',
      apart: 'pp',
      signed: true,
      better: 1,
      ...of((b) => b.net.max_drawdown),
    },
    { label: 'Turnover a year', kind: 'times', apart: 'times', better: -1, ...of((b) => b.turnover) },
    { label: 'Cost a year', kind: 'pp', apart: 'pp', better: -1, reason: YEAR, ...of(costAYear) },
    { label: 'Rebalances', kind: 'count', apart: 'count', better: 0, ...of((b) => b.rebalances) },
  ];
}

/** What the change does, a line a figure: turnover 7.57× → 3.22× a year. */
export function effectWords(draft: Backtest, force: Backtest): string[] {
  const pair = (kind: Kind, a: number | null, b: number | null, signed = false) =>
    `${figure(a, kind, signed)} → ${figure(b, kind, signed)}`;
  return [
    `Return, net ${pair('percent', force.net.annualized_return, draft.net.annualized_return, true)} a year`,
    `Deepest fall ${pair('percent', force.net.max_drawdown, draft.net.max_drawdown, true)}`,
    `Turnover ${pair('times', force.turnover, draft.turnover)} a year`,
    `Costs ${pair('pp', costAYear(force), costAYear(draft))} a year`,
  ];
}

/** A line of the comparison; the benchmark has no costs of its own. */
export interface VariantRow {
  readonly name: string;
  readonly detail?: string;
  readonly colour: string;
  readonly net: number | null;
  readonly gross: number | null;
  readonly volatility: number | null;
  readonly drawdown: number | null;
  readonly sharpe: number | null;
  readonly turnover: number | null;
  readonly cost: number | null;
  readonly level: number | null;
  /** Why figures are missing. */
  readonly reason?: string;
}

export function variantRow(name: string, detail: string, colour: string, b: Backtest): VariantRow {
  return {
    name,
    detail,
    colour,
    net: b.net.annualized_return,
    gross: b.total.annualized_return,
    volatility: b.net.volatility,
    drawdown: b.net.max_drawdown,
    sharpe: b.net.sharpe_ratio,
    turnover: b.turnover,
    cost: costAYear(b),
    level: last(b),
    reason: YEAR,
  };
}

export function benchmarkRow(name: string, series: Series): VariantRow {
  const returns = dailyReturns(series);
  const deviation = volatility(series).value;
  const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length;
  return {
    name,
    colour: 'series-benchmark',
    net: null,
    gross: annualisedReturn(series).value,
    volatility: deviation,
    drawdown: maxDrawdown(series).value,
    sharpe: deviation ? (mean * SESSIONS_A_YEAR) / deviation : null,
    turnover: null,
    cost: null,
    level: series.at(-1)?.value ?? null,
    reason: 'an index has no trading costs of its own',
  };
}

export type Column = 'net' | 'gross' | 'volatility' | 'drawdown' | 'sharpe' | 'turnover' | 'cost' | 'level';
const LOWER: readonly Column[] = ['volatility', 'turnover', 'cost'];

/** The best value of a column, where there is more than one to choose from. */
export function bestOf(rows: readonly VariantRow[], column: Column): number | null {
  const values = rows.map((row) => row[column]).filter((value): value is number => value !== null);
  if (values.length < 2) return null;
  return LOWER.includes(column) ? Math.min(...values) : Math.max(...values);
}

export interface WeightGap {
  readonly symbol: string;
  readonly force: number;
  readonly draft: number;
}

/** Target weights that differ most, largest difference first. */
export function weightGaps(draft: Backtest, force: Backtest): WeightGap[] {
  const gaps = new Map<string, WeightGap>();
  for (const w of force.weights) gaps.set(w.symbol, { symbol: w.symbol, force: w.target_weight, draft: 0 });
  for (const w of draft.weights)
    gaps.set(w.symbol, {
      symbol: w.symbol,
      force: gaps.get(w.symbol)?.force ?? 0,
      draft: w.target_weight,
    });
  const size = (gap: WeightGap) => Math.abs(gap.draft - gap.force);
  return [...gaps.values()].sort((a, b) => size(b) - size(a) || a.symbol.localeCompare(b.symbol));
}

/** One series over another on the dates of both, where they began together at 1. */
export function ratio(a: Series, b: Series): Series {
  const other = new Map(b.map(({ date, value }) => [date, value]));
  const base = a[0] && other.get(a[0].date) ? a[0].value / other.get(a[0].date)! : 1;
  return a.flatMap(({ date, value }) => {
    const under = other.get(date);
    return under ? [{ date, value: value / under / base }] : [];
  });
}
