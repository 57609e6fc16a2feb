// SPDX-License-Identifier: Apache-2.0
// How the figures of the page of risk are grouped, named and laid out. All of them are computed by the server.
import { addDays, daysBetween } from '@/lib/dates';
import { day, figure, type Kind } from '@/lib/format';
import type { RiskDefinition, RiskEpisode, RiskPeriod, RiskPeriods, RiskRow, RiskTail } from '@/types/risk';
import type { Span } from '@/lib/ranges';

const GROUPS: readonly [string, readonly string[]][] = [
  ['Return', ['total_return', 'annualized_return', 'best_day', 'worst_day', 'win_rate', 'observations']],
  ['Risk', ['volatility', 'downside_deviation', 'skewness', 'excess_kurtosis']],
  ['Ratios', ['sharpe_ratio', 'sortino_ratio', 'calmar_ratio', 'omega_ratio']],
  ['Drawdown', ['max_drawdown', 'current_drawdown', 'ulcer_index']],
  ['Tail', ['var_95', 'cvar_95', 'var_99', 'cvar_99']],
  [
    'Against the S&P 500',
    ['beta_sp500', 'correlation_sp500', 'alpha', 'tracking_error', 'information_ratio'],
  ],
];

const SIGNED: ReadonlySet<string> = new Set([
  'total_return',
  'annualized_return',
  'best_day',
  'worst_day',
  'max_drawdown',
  'current_drawdown',
  'alpha',
]);

export interface MetricGroup {
  readonly title: string;
  readonly items: readonly RiskDefinition[];
}

/** The metrics in the order of the page; one that the page does not know of yet comes last. */
export function groupMetrics(items: readonly RiskDefinition[]): MetricGroup[] {
  const rest = new Map(items.map((item) => [item.metric, item]));
  const groups = GROUPS.map(([title, metrics]) => ({
    title,
    items: metrics.flatMap((metric) => {
      const item = rest.get(metric);
      rest.delete(metric);
      return item ? [item] : [];
    }),
  }));
  return [...groups, { title: 'Other', items: [...rest.values()] }].filter((group) => group.items.length > 0);
}

export interface Look {
  readonly kind: Kind;
  readonly signed: boolean;
  readonly tone: boolean;
}

/** How a metric is written: returns and falls carry a sign and a colour, sizes do not. */
export function lookOf({ metric, unit }: Pick<RiskDefinition, 'metric' | 'unit'>): Look {
  const signed = SIGNED.has(metric);
  const kind = unit === 'percent' ? 'percent' : unit === 'ratio' ? 'ratio' : 'count';
  return { kind, signed, tone: signed };
}

/** One figure of a row by its name; null where the row has none. */
export function figureOf(row: RiskRow | undefined, metric: string): number | null {
  const value = row?.[metric as keyof RiskRow];
  return typeof value === 'number' ? value : null;
}

/** 1 return, 20 returns. */
export const counted = (count: number, noun: string) =>
  `${figure(count, 'count')} ${noun}${count === 1 ? '' : 's'}`;

/** A remark of the server as a sentence of its own. */
export const sentence = (remark: string) =>
  `${remark.charAt(0).toUpperCase()}${remark.slice(1)}${/[.!?]$/.test(remark) ? '' : '.'}`;

/** Oct 2008, or 2008. */
export function periodName(period: string): string {
  const [year, month] = period.split('-');
  return month ? `${day(`${period}-01`, 'month')} ${year}` : period;
}

export const difference = ({ value, benchmark }: Pick<RiskPeriod, 'value' | 'benchmark'>) =>
  value === null || benchmark === null ? null : value - benchmark;

export interface HeatRow {
  readonly year: number;
  /** Null where there is no month. */
  readonly months: readonly (number | null)[];
  readonly total: number | null;
  readonly other: number | null;
}

/** Months under their years, newest year first; as returns, or as differences to the benchmark. */
export function heatRows(
  months: readonly RiskPeriod[],
  years: readonly RiskPeriod[],
  diff: boolean,
): HeatRow[] {
  const totals = new Map(years.map((year) => [Number(year.period), year]));
  const rows = new Map<number, (number | null)[]>();
  for (const month of months) {
    const [year = 0, number = 1] = month.period.split('-').map(Number);
    const row = rows.get(year) ?? Array<number | null>(12).fill(null);
    row[number - 1] = diff ? difference(month) : month.value;
    rows.set(year, row);
  }
  return [...rows.entries()]
    .map(([year, row]) => ({
      year,
      months: row,
      total: totals.get(year)?.value ?? null,
      other: totals.get(year)?.benchmark ?? null,
    }))
    .sort((a, b) => b.year - a.year);
}

/** What of the first and the last period is missing, in words; null when both are whole. */
export function partPeriods(periods: readonly RiskPeriod[]): string | null {
  const first = periods[0];
  const last = periods.at(-1);
  const words = [
    first?.begun && `${periodName(first.period)} begins on ${day(first.start_date)}`,
    last?.open && `${periodName(last.period)} ends on ${day(last.end_date)}`,
  ].filter(Boolean);
  return words.length ? `${words.join('; ')}.` : null;
}

/** What the returns of the benchmark are; or that there are none. */
export function benchmarkNote({ items, benchmark_name, benchmark_basis }: RiskPeriods): string {
  return items.some(({ benchmark }) => benchmark !== null)
    ? `Benchmark: ${benchmark_name}, ${benchmark_basis} basis.`
    : `The data hold no ${benchmark_name} in this range.`;
}

/** Sessions from the peak to the recovery; so far, where there is none. */
export const underWater = ({ sessions_down, sessions_up }: RiskEpisode) => sessions_down + (sessions_up ?? 0);

/** The days of an episode with some room on both sides; one that lasts still goes to the end. */
export function episodeSpan(episode: RiskEpisode, whole: Span): Span {
  const to = episode.recovery_date ?? whole.to;
  const room = Math.max(5, Math.round(daysBetween(episode.peak_date, to) * 0.08));
  const start = addDays(episode.peak_date, -room);
  const end = addDays(to, room);
  return { from: start < whole.from ? whole.from : start, to: end > whole.to ? whole.to : end };
}

/** Round values between two bounds, at 1, 2, 2.5 or 5 times a power of ten, at most so many. */
export function niceTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((s) => s * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}

/** Percents of an axis, with as many decimals as one of them needs, up to two. */
export function percentTicks(ticks: readonly number[]): string[] {
  const whole = (scale: number) =>
    ticks.every((tick) => Math.abs(tick * scale - Math.round(tick * scale)) < 1e-6);
  if (whole(100)) return ticks.map((tick) => `${figure(tick * 100, 'count')}%`);
  return ticks.map((tick) => figure(tick, whole(1000) ? 'percent1' : 'percent'));
}

const METHODS: Readonly<Record<string, string>> = {
  historical: 'Historical',
  historical_lower: 'Historical, lower',
  historical_lowest: 'Historical, lowest',
  gauss: 'Normal',
  gauss_population: 'Normal, population',
  cornish_fisher: 'Cornish–Fisher',
  entropic: 'Entropic',
};

/** A method in words; the id itself where there are none. */
export const methodName = (method: string) =>
  METHODS[method] ?? method.charAt(0).toUpperCase() + method.slice(1).replaceAll('_', ' ');

/** The level of a tail: 95% for 0.05. */
export const levelName = (alpha: number) => figure(1 - alpha, 'percent1').replace(/[.,]0(?=%)/, '');

/** The tail that the other pages show: the historical one. */
export const houseTail = (tails: readonly RiskTail[], alpha: number) =>
  tails.find((tail) => tail.alpha === alpha && tail.method === 'historical');

export interface TailRow {
  readonly method: string;
  readonly convention: string;
  readonly cvarConvention: string | null;
  /** One a level, in the order of the levels. */
  readonly tails: readonly (RiskTail | undefined)[];
  /** Why one of them is missing, each reason once. */
  readonly reasons: readonly string[];
}

/** One row a method, its tails beside each other. */
export function tailRows(tails: readonly RiskTail[], levels: readonly number[]): TailRow[] {
  const methods = [...new Set(tails.map(({ method }) => method))];
  return methods.map((method) => {
    const own = tails.filter((tail) => tail.method === method);
    return {
      method,
      convention: own[0]!.convention,
      cvarConvention: own[0]!.cvar_convention,
      tails: levels.map((alpha) => own.find((tail) => tail.alpha === alpha)),
      reasons: [...new Set(own.flatMap(({ reason }) => reason ?? []))],
    };
  });
}

export interface Spread {
  readonly low: number;
  readonly high: number;
  readonly last: number;
}

/** The ends of a series that may have gaps; null without a value. */
export function spread(series: readonly { value: number | null }[]): Spread | null {
  const values = series.flatMap(({ value }) => (value === null ? [] : [value]));
  const last = values.at(-1);
  if (last === undefined) return null;
  return {
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
    last,
  };
}
