// SPDX-License-Identifier: Apache-2.0
// The draft of a strategy: what was typed, what of it differs from the configuration in force, and whether it may
// be asked for. Settings are typed in the unit that the form shows; the API and the address speak in its own.
import { MINUS } from '@/lib/format';
import { ApiError } from '@/services/api/errors';
import type { StrategyField } from '@/types/api';

export type Setting = number | string;
export type Settings = Readonly<Record<string, Setting>>;
/** Text as typed, by field; fields that nobody touched are absent. */
export type Edits = Readonly<Record<string, string>>;
export type Problems = Readonly<Record<string, string>>;

export type Group = 'weights' | 'timing' | 'parameters' | 'flags';

interface FieldWords {
  readonly label: string;
  readonly group: Group;
  readonly unit?: string;
  /** Decimal places between the API and the form: 2 for a fraction shown in percent. */
  readonly places?: number;
}

const SESSIONS = 'sessions';
const WORDS: Readonly<Record<string, FieldWords>> = {
  momentum_weight: { label: 'Momentum', group: 'weights' },
  market_cap_weight: { label: 'Capitalisation', group: 'weights' },
  risk_parity_weight: { label: 'Risk parity', group: 'weights' },
  rebalance_frequency: { label: 'Rebalance', group: 'timing' },
  rebalance_lag: { label: 'Trading lag', group: 'timing', unit: SESSIONS },
  momentum_lookback: { label: 'Momentum look-back', group: 'parameters', unit: SESSIONS },
  volatility_lookback: { label: 'Volatility look-back', group: 'parameters', unit: SESSIONS },
  cost_bps: { label: 'Cost per unit traded', group: 'parameters', unit: 'bp' },
  max_forward_fill_days: { label: 'Forward fill, at most', group: 'parameters', unit: SESSIONS },
  min_price_threshold: { label: 'Minimum price', group: 'parameters', unit: 'USD' },
  volatility_floor: { label: 'Volatility floor', group: 'parameters', unit: '% a day', places: 2 },
  max_daily_return: { label: 'Flag a day above', group: 'flags', unit: '%', places: 2 },
  min_daily_return: { label: 'Flag a day below', group: 'flags', unit: '%', places: 2 },
  outlier_std_threshold: { label: 'Flag an outlier from', group: 'flags', unit: 'deviations' },
  daily_drop_threshold: { label: 'Alert on an index day below', group: 'flags', unit: '%', places: 2 },
};

/** A field without words of its own is a parameter under its name. */
export const wordsOf = (name: string): FieldWords =>
  WORDS[name] ?? { label: name.replaceAll('_', ' '), group: 'parameters' };

/** In the order of the form. */
export function inOrder(fields: readonly StrategyField[]): StrategyField[] {
  const place = (name: string) => {
    const at = Object.keys(WORDS).indexOf(name);
    return at < 0 ? Infinity : at;
  };
  return [...fields].sort((a, b) => place(a.name) - place(b.name) || 0);
}

export const isWeight = (name: string) => wordsOf(name).group === 'weights';

/** Move the decimal point without the error of a multiplication: 0.7 by −2 is 0.007. */
function shift(value: number, places: number): number {
  const [digits, exponent] = String(value).split('e');
  return Number(`${digits}e${Number(exponent ?? 0) + places}`);
}

/** A setting of the API as the form shows it. */
export function toText(name: string, value: Setting): string {
  if (typeof value === 'string') return value;
  if (isWeight(name) && Number(value.toFixed(2)) === value) return value.toFixed(2);
  return String(shift(value, wordsOf(name).places ?? 0));
}

/** The same for reading: with its unit, a weight in percent, a minus that is one. */
export function toWords(name: string, value: Setting): string {
  if (typeof value === 'string') return value;
  const { unit, group, places } = wordsOf(name);
  const text = String(shift(value, group === 'weights' ? 2 : (places ?? 0))).replace('-', MINUS);
  if (group === 'weights') return `${text}%`;
  return unit ? `${text}${unit.startsWith('%') ? '' : ' '}${unit}` : text;
}

/** What was typed as a setting of the API; null for what is none. */
export function toSetting(field: StrategyField, text: string): Setting | null {
  const plain = text.trim().replace(MINUS, '-');
  if (field.words.length) return field.words.includes(plain) ? plain : null;
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain)
    ? shift(Number(plain), -(wordsOf(field.name).places ?? 0))
    : null;
}

const limits = ({ name, minimum, maximum }: StrategyField) =>
  `from ${toText(name, minimum ?? 0).replace('-', MINUS)} to ${toWords(name, maximum ?? 0)}`;

function problemOf(field: StrategyField, text: string): string | null {
  const value = toSetting(field, text);
  const range = isWeight(field.name) ? 'from 0 to 1' : limits(field);
  if (value === null)
    return field.words.length ? `One of ${field.words.join(', ')}.` : `Enter a number ${range}.`;
  if (typeof value === 'string') return null;
  if (field.type === 'integer' && !Number.isInteger(value)) return `A whole number, ${range}.`;
  if (value < (field.minimum ?? -Infinity) || value > (field.maximum ?? Infinity))
    return `${range.charAt(0).toUpperCase()}${range.slice(1)}.`;
  return null;
}

export const WEIGHTS = ['momentum_weight', 'market_cap_weight', 'risk_parity_weight'] as const;
const TOLERANCE = 0.001;

export const weightSum = (settings: Settings) =>
  WEIGHTS.reduce((sum, name) => sum + Number(settings[name] ?? 0), 0);
/** As the server rounds it: a hair more than the tolerance. */
export const sumsToOne = (settings: Settings) => Math.abs(weightSum(settings) - 1) <= TOLERANCE + 1e-9;

const PARTS = 1e4;
const within01 = (value: number) => value >= 0 && value <= 1;

/**
 * Weights that sum to 1, in ten-thousandths. Those that were changed stay and the others are scaled; where that
 * leaves nothing to scale, or the changed ones pass 1, all are. Null when all are 0.
 */
export function scaleToOne(
  weights: Readonly<Record<string, number>>,
  changed: readonly string[],
): Record<string, number> | null {
  const names = Object.keys(weights);
  const sum = (of: readonly string[]) => of.reduce((total, name) => total + weights[name]!, 0);
  const rest = names.filter((name) => !changed.includes(name));
  const held = sum(names) - sum(rest);
  const part = sum(rest) > 0 && held <= 1 ? rest : names;
  if (sum(part) <= 0) return null;
  const share = part === rest ? 1 - held : 1;
  const scaled = { ...weights };
  for (const name of part) scaled[name] = Math.round((weights[name]! / sum(part)) * share * PARTS) / PARTS;
  // What the rounding left goes to the largest of those that were scaled.
  const largest = part.reduce((a, b) => (scaled[b]! > scaled[a]! ? b : a));
  const others = names.reduce((total, name) => (name === largest ? total : total + scaled[name]!), 0);
  scaled[largest] = Math.round((1 - others) * PARTS * PARTS) / PARTS / PARTS;
  return scaled;
}

export interface Change {
  readonly name: string;
  readonly from: Setting;
  readonly to: Setting;
}

export interface Draft {
  /** The method with every change that can be read. */
  readonly settings: Settings;
  /** What differs from the configuration in force. */
  readonly changes: readonly Change[];
  readonly problems: Problems;
  /** Fields that are changed or hold what cannot be read. */
  readonly touched: readonly string[];
}

/** Hold what was typed against the configuration in force. */
export function draftOf(fields: readonly StrategyField[], force: Settings, edits: Edits): Draft {
  const settings: Record<string, Setting> = {};
  const changes: Change[] = [];
  const problems: Record<string, string> = {};
  const touched: string[] = [];
  for (const field of inOrder(fields)) {
    const { name } = field;
    const from = force[name]!;
    const text = edits[name];
    const problem = text === undefined ? null : problemOf(field, text);
    const value = text === undefined ? from : toSetting(field, text);
    settings[name] = value ?? from;
    if (problem) problems[name] = problem;
    if (value !== from) touched.push(name);
    if (value !== null && value !== from) changes.push({ name, from, to: value });
  }
  if (!WEIGHTS.some((name) => problems[name]) && !sumsToOne(settings)) {
    const sum = String(Math.round(weightSum(settings) * PARTS) / PARTS);
    problems[WEIGHTS[0]] = `The three weights must sum to 1; they sum to ${sum}.`;
  }
  if (Number(settings.min_daily_return) >= Number(settings.max_daily_return))
    problems.min_daily_return = 'Must be below the day that is flagged from above.';
  return { settings, changes, problems, touched };
}

/** The method to compute for a draft: weights scaled to 1 while they do not sum to it; null while a field is wrong. */
export function computable(draft: Draft): Settings | null {
  const wrong = Object.keys(draft.problems);
  if (wrong.length === 0) return draft.settings;
  const onlySum = wrong.every((name) => name === WEIGHTS[0]) && !sumsToOne(draft.settings);
  const inRange = WEIGHTS.every((name) => within01(Number(draft.settings[name])));
  const scaled = onlySum && inRange ? scaledWeights(draft) : null;
  return scaled && { ...draft.settings, ...scaled };
}

/** The weights of a draft as "Scale to 1" makes them. */
export function scaledWeights(draft: Draft): Record<string, number> | null {
  const weights = Object.fromEntries(WEIGHTS.map((name) => [name, Number(draft.settings[name])]));
  return scaleToOne(
    weights,
    draft.changes.map(({ name }) => name),
  );
}

/** Changes as the body of a request. */
export const toBody = (changes: readonly Change[]): Record<string, Setting> =>
  Object.fromEntries(changes.map(({ name, to }) => [name, to]));

/** The same method holding every eligible stock equally: risk parity alone, with all volatilities at the floor. */
export function equalWeight(settings: Settings, fields: readonly StrategyField[]): Settings | null {
  const floor = fields.find(({ name }) => name === 'volatility_floor')?.maximum;
  if (floor === null || floor === undefined) return null;
  return {
    ...settings,
    momentum_weight: 0,
    market_cap_weight: 0,
    risk_parity_weight: 1,
    volatility_floor: floor,
  };
}

/** Whether a backtest did hold equally: a stock that moves more than the highest floor would break it. */
export function isEqual(weights: readonly { target_weight: number }[]): boolean {
  return weights.length > 0 && weights.every((w) => Math.abs(w.target_weight - 1 / weights.length) < 1e-9);
}

/** The draft in the address: changed fields only, in the unit of the API; what is no setting stays as typed. */
export function writeDraft(
  fields: readonly StrategyField[],
  draft: Draft,
  edits: Edits,
  query: URLSearchParams,
) {
  for (const field of inOrder(fields)) {
    query.delete(field.name);
    if (!draft.touched.includes(field.name)) continue;
    const text = edits[field.name]!;
    query.set(field.name, String(toSetting(field, text) ?? text));
  }
}

export function readDraft(fields: readonly StrategyField[], query: URLSearchParams): Edits {
  return Object.fromEntries(
    fields.flatMap(({ name, words }) => {
      const text = query.get(name);
      if (text === null) return [];
      const value = words.length || text.trim() === '' ? NaN : Number(text);
      return [[name, Number.isFinite(value) ? toText(name, value) : text]];
    }),
  );
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** What the server refused, by field. */
export function problemsOf(error: unknown): Problems {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.errors.map(({ field, message }) => [field.replace(/^.*\./, ''), sentence(message)]),
  );
}

/** A failure in a sentence. */
export function troubleOf(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The answer could not be read.';
  return error.away ? 'The server does not answer.' : sentence(error.message);
}
