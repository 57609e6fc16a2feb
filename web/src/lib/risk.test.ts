// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  benchmarkNote,
  difference,
  episodeSpan,
  figureOf,
  groupMetrics,
  heatRows,
  houseTail,
  levelName,
  lookOf,
  methodName,
  niceTicks,
  partPeriods,
  percentTicks,
  periodName,
  sentence,
  spread,
  tailRows,
  underWater,
} from '@/lib/risk';
import { DEFAULT_VIEW, knownMetric, readView, writeView } from '@/lib/riskView';
import type { RiskDefinition, RiskPeriod, RiskPeriods, RiskRow, RiskTail } from '@/types/risk';

const read = (query: string) => readView(new URLSearchParams(query));

const definition = (metric: string, unit: RiskDefinition['unit'] = 'percent'): RiskDefinition => ({
  metric,
  name: metric,
  unit,
  better: 'neither',
  meaning: '',
  formula: '',
  convention: null,
  minimum_observations: 2,
  needs_benchmark: false,
  needs_rate: false,
  rolling: false,
});

const period = (name: string, value: number, benchmark: number | null, more = {}): RiskPeriod => ({
  period: name,
  start_date: `${name}-02`,
  end_date: `${name}-28`,
  value,
  benchmark,
  begun: false,
  open: false,
  ...more,
});

describe('the address', () => {
  it('says nothing for the view that is always shown', () => {
    expect(read('')).toEqual({ view: DEFAULT_VIEW, wrong: [] });
    expect(writeView(DEFAULT_VIEW)).toBe('');
  });

  it('gives a view back as it was written', () => {
    const views = [
      { ...DEFAULT_VIEW, range: '5Y' as const, basis: 'total' as const, window: 252 as const },
      {
        ...DEFAULT_VIEW,
        range: null,
        from: '2008-01-02',
        to: '2009-12-31',
        metric: 'beta_sp500',
        diff: true,
      },
      { ...DEFAULT_VIEW, range: null, from: '2015-06-01' },
    ];
    for (const view of views) expect(read(writeView(view))).toEqual({ view, wrong: [] });
  });

  it('lets dates of one’s own rule over a named range', () => {
    expect(read('range=1Y&from=2010-01-04').view).toMatchObject({
      range: null,
      from: '2010-01-04',
      to: null,
    });
  });

  it('falls back with a sentence for each parameter that cannot be followed', () => {
    const { view, wrong } = read('range=9Y&basis=gross&window=61&from=2010-13-01');
    expect(view).toEqual(DEFAULT_VIEW);
    expect(wrong).toHaveLength(4);
    expect(wrong.join(' ')).toMatch(/“2010-13-01”.*“9Y”.*“gross”.*“61”/);
  });

  it('does not follow a range that ends before it starts', () => {
    const { view, wrong } = read('from=2012-01-03&to=2011-01-03');
    expect(view).toEqual(DEFAULT_VIEW);
    expect(wrong).toHaveLength(1);
  });

  it('knows which metrics roll', () => {
    expect(knownMetric('alpha', ['volatility', 'alpha'])).toEqual({ metric: 'alpha' });
    expect(knownMetric('luck', ['volatility', 'alpha'])).toMatchObject({ metric: 'volatility' });
    expect(knownMetric('luck', ['volatility']).wrong).toContain('“luck”');
  });
});

describe('metrics', () => {
  it('come in the groups of the page, and none is lost', () => {
    const groups = groupMetrics(['var_95', 'brand_new', 'alpha', 'total_return'].map((m) => definition(m)));
    expect(groups.map(({ title }) => title)).toEqual(['Return', 'Tail', 'Against the S&P 500', 'Other']);
    expect(groups.flatMap(({ items }) => items.map(({ metric }) => metric))).toEqual([
      'total_return',
      'var_95',
      'alpha',
      'brand_new',
    ]);
  });

  it('carry a sign only where it is good or bad for the reader', () => {
    expect(lookOf(definition('max_drawdown'))).toEqual({ kind: 'percent', signed: true, tone: true });
    expect(lookOf(definition('var_95'))).toEqual({ kind: 'percent', signed: false, tone: false });
    expect(lookOf(definition('sharpe_ratio', 'ratio')).kind).toBe('ratio');
  });

  it('are read from a row by name', () => {
    const row = { date: '2020-01-02', volatility: 0.2, alpha: null } as RiskRow;
    expect(figureOf(row, 'volatility')).toBe(0.2);
    expect(figureOf(row, 'alpha')).toBeNull();
    expect(figureOf(row, 'date')).toBeNull();
    expect(figureOf(undefined, 'volatility')).toBeNull();
  });
});

describe('periods', () => {
  const months = [
    period('2008-11', -0.02, -0.07, { begun: true, start_date: '2008-11-17' }),
    period('2008-12', 0.01, null),
    period('2009-01', 0.03, 0.01, { open: true, end_date: '2009-01-20' }),
  ];
  const years = [period('2008', -0.0102, -0.06), period('2009', 0.03, 0.01)];

  it('stand under their years, newest first, and the missing months are no zeros', () => {
    const [first, second] = heatRows(months, years, false);
    expect(first).toMatchObject({ year: 2009, total: 0.03, other: 0.01 });
    expect(first!.months[0]).toBe(0.03);
    expect(first!.months.slice(1)).toEqual(Array(11).fill(null));
    expect(second!.months.slice(9)).toEqual([null, -0.02, 0.01]);
  });

  it('show the difference where both are there', () => {
    const [first, second] = heatRows(months, years, true);
    expect(first!.months[0]).toBeCloseTo(0.02, 12);
    expect(second!.months.slice(10)).toEqual([expect.closeTo(0.05, 12), null]);
    expect(difference({ value: 0.1, benchmark: null })).toBeNull();
  });

  it('say what they are compared with, or that they are with nothing', () => {
    const reply = {
      items: months,
      frequency: 'monthly',
      benchmark_name: 'X',
      benchmark_basis: 'price',
      note: null,
    };
    expect(benchmarkNote(reply as RiskPeriods)).toBe('Benchmark: X, price basis.');
    expect(benchmarkNote({ ...reply, items: [months[1]] } as RiskPeriods)).toMatch(/no X in this range/);
  });

  it('say what is not whole', () => {
    expect(partPeriods(months)).toBe('Nov 2008 begins on 17 Nov 2008; Jan 2009 ends on 20 Jan 2009.');
    expect(partPeriods(years)).toBeNull();
    expect(partPeriods([])).toBeNull();
    expect(periodName('2008')).toBe('2008');
    expect(['ends early', 'It ends.'].map(sentence)).toEqual(['Ends early.', 'It ends.']);
  });
});

describe('episodes', () => {
  const whole = { from: '2000-01-03', to: '2010-12-31' };
  const fall = {
    depth: -0.3,
    peak_date: '2007-10-09',
    trough_date: '2009-03-09',
    recovery_date: '2010-04-15',
    sessions_down: 355,
    sessions_up: 278,
    days: 919,
  };

  it('are shown with room on both sides, inside the range', () => {
    const span = episodeSpan(fall, whole);
    expect(span.from < fall.peak_date && span.to > fall.recovery_date).toBe(true);
    expect(episodeSpan({ ...fall, peak_date: whole.from }, whole).from).toBe(whole.from);
    expect(episodeSpan({ ...fall, recovery_date: null }, whole).to).toBe(whole.to);
  });

  it('count the sessions under water, so far where they last', () => {
    expect(underWater(fall)).toBe(633);
    expect(underWater({ ...fall, sessions_up: null })).toBe(355);
  });
});

describe('tails', () => {
  it('stand beside each other, one row a method, and say each reason once', () => {
    const tail = (alpha: number, method: string, reason: string | null = null) =>
      ({ alpha, method, convention: `var.${method}`, cvar_convention: null, reason }) as RiskTail;
    const given = [tail(0.05, 'a'), tail(0.05, 'b', 'no'), tail(0.01, 'a'), tail(0.01, 'b', 'no')];
    const [a, b] = tailRows(given, [0.05, 0.01]);
    expect(a).toMatchObject({ method: 'a', convention: 'var.a', tails: [given[0], given[2]], reasons: [] });
    expect(b!.reasons).toEqual(['no']);
    expect(tailRows(given.slice(0, 1), [0.05, 0.01])[0]!.tails).toEqual([given[0], undefined]);
  });
});

describe('charts', () => {
  it('have ticks at 1, 2, 2.5 or 5 times a power of ten inside the bounds', () => {
    expect(niceTicks(0, 23, 5)).toEqual([0, 5, 10, 15, 20]);
    expect(niceTicks(-0.21, 0.38, 6).map((t) => Math.round(t * 100))).toEqual([-20, -10, 0, 10, 20, 30]);
    expect(niceTicks(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(niceTicks(3, 3, 5)).toEqual([3]);
    for (const [low, high] of [
      [-0.0734, 0.0811],
      [0, 9_731],
    ] as const) {
      const ticks = niceTicks(low, high, 5);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks[0]!).toBeGreaterThanOrEqual(low);
      expect(ticks.at(-1)!).toBeLessThanOrEqual(high);
    }
  });

  it('write percents without needless decimals', () => {
    expect(percentTicks([-0.05, 0, 0.05])).toEqual(['−5%', '0%', '5%']);
    expect(percentTicks([-0.025, 0, 0.025])).toEqual(['−2.5%', '0.0%', '2.5%']);
    expect(percentTicks([0.01, 0.0125])).toEqual(['1.00%', '1.25%']);
    expect(percentTicks(niceTicks(-0.3, 0.3, 6))).toContain('−30%');
  });

  it('know the ends of a series with gaps', () => {
    expect(spread([{ value: null }, { value: 2 }, { value: -1 }, { value: null }])).toEqual({
      low: -1,
      high: 2,
      last: -1,
    });
    expect(spread([{ value: null }])).toBeNull();
  });

  it('mark the historical tail of the level that is chosen', () => {
    const tail = (alpha: number, method: string) => ({ alpha, method }) as RiskTail;
    const tails = [tail(0.05, 'gauss'), tail(0.05, 'historical'), tail(0.01, 'historical')];
    expect(houseTail(tails, 0.01)).toBe(tails[2]);
    expect(houseTail(tails, 0.05)).toBe(tails[1]);
    expect([levelName(0.05), levelName(0.01), levelName(0.025)]).toEqual(['95%', '99%', '97.5%']);
    expect(methodName('cornish_fisher')).toBe('Cornish–Fisher');
    expect(methodName('some_new_one')).toBe('Some new one');
  });
});
