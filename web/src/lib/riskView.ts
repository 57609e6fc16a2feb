// SPDX-License-Identifier: Apache-2.0
// What the address of the page of risk says, and what of it cannot be followed.
import { isDate } from '@/lib/dates';
import { day } from '@/lib/format';
import { isRange, type RangeName } from '@/lib/ranges';

export const WINDOWS = [20, 60, 120, 252, 756] as const;
export const BASES = ['price', 'total'] as const;

export type RiskWindow = (typeof WINDOWS)[number];
export type Basis = (typeof BASES)[number];

export interface RiskView {
  /** Null with a range of one's own. */
  readonly range: RangeName | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Of the benchmark: without dividends, or with them. */
  readonly basis: Basis;
  /** The rolling chart. */
  readonly metric: string;
  readonly window: RiskWindow;
  /** The heat map shows the difference to the benchmark. */
  readonly diff: boolean;
}

export const DEFAULT_VIEW: RiskView = {
  range: 'Max',
  from: null,
  to: null,
  basis: 'price',
  metric: 'volatility',
  window: 60,
  diff: false,
};

const isBasis = (text: string): text is Basis => BASES.includes(text as Basis);
const isWindow = (value: number): value is RiskWindow => WINDOWS.includes(value as RiskWindow);

/** The view of an address; for each parameter that cannot be followed, a sentence says what is shown instead. */
export function readView(query: URLSearchParams): { view: RiskView; wrong: readonly string[] } {
  const wrong: string[] = [];
  const date = (name: 'from' | 'to') => {
    const text = query.get(name);
    if (text === null || isDate(text)) return text;
    wrong.push(`“${text}” is no date: the parameter “${name}” is left out.`);
    return null;
  };
  let from = date('from');
  let to = date('to');
  if (from && to && to <= from) {
    wrong.push(`A range from ${day(from)} to ${day(to)} does not exist: the whole history is shown.`);
    from = to = null;
  }

  const own = from !== null || to !== null;
  const asked = query.get('range')?.replace(/^max$/i, 'Max') ?? null;
  if (!own && asked !== null && !isRange(asked)) {
    wrong.push(`There is no range “${asked}”: the whole history is shown.`);
  }
  const basis = query.get('basis') ?? DEFAULT_VIEW.basis;
  if (!isBasis(basis)) wrong.push(`There is no basis “${basis}”: the price index is the benchmark.`);
  const size = query.get('window') ?? String(DEFAULT_VIEW.window);
  const window = Number(size);
  if (!isWindow(window)) {
    wrong.push(`There is no window of “${size}” sessions: ${DEFAULT_VIEW.window} are shown.`);
  }
  return {
    view: {
      range: own ? null : isRange(asked) ? asked : DEFAULT_VIEW.range,
      from,
      to,
      basis: isBasis(basis) ? basis : DEFAULT_VIEW.basis,
      metric: query.get('metric') ?? DEFAULT_VIEW.metric,
      window: isWindow(window) ? window : DEFAULT_VIEW.window,
      diff: query.get('diff') === '1',
    },
    wrong,
  };
}

/** The address of a view; what is as always is left out. */
export function writeView(view: RiskView): string {
  const query = new URLSearchParams();
  if (view.range && view.range !== DEFAULT_VIEW.range) query.set('range', view.range);
  if (!view.range && view.from) query.set('from', view.from);
  if (!view.range && view.to) query.set('to', view.to);
  if (view.basis !== DEFAULT_VIEW.basis) query.set('basis', view.basis);
  if (view.metric !== DEFAULT_VIEW.metric) query.set('metric', view.metric);
  if (view.window !== DEFAULT_VIEW.window) query.set('window', String(view.window));
  if (view.diff) query.set('diff', '1');
  return query.toString();
}

/** The rolling metric asked for, or the default with the sentence that says so. */
export function knownMetric(metric: string, rolling: readonly string[]): { metric: string; wrong?: string } {
  if (rolling.includes(metric)) return { metric };
  return {
    metric: DEFAULT_VIEW.metric,
    wrong: `“${metric}” is no metric with a rolling window: volatility is shown.`,
  };
}
