// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  benchmarkRow,
  bestOf,
  changeWords,
  compareFigures,
  costAYear,
  effectWords,
  methodParts,
  ratio,
  restoreChanges,
  variantRow,
  weightGaps,
} from '@/lib/strategyWords';
import type { Settings } from '@/lib/strategy';
import type { Backtest, StrategyVersion } from '@/types/api';

const SETTINGS: Settings = {
  momentum_weight: 0.4,
  market_cap_weight: 0.3,
  risk_parity_weight: 0.3,
  rebalance_frequency: 'monthly',
  momentum_lookback: 20,
  volatility_lookback: 60,
  cost_bps: 10,
  rebalance_lag: 1,
};
const sentence = (settings: Settings, stocks: number | null = 20) =>
  methodParts(settings, stocks)
    .map(({ text }) => text)
    .join('');

describe('the method in words', () => {
  it('says when, what and at which cost', () => {
    expect(sentence(SETTINGS)).toBe(
      'On the last session of every month, weight 20 stocks: 40% by their gain over 20 sessions, 30% by market' +
        ' capitalisation (equally while one is unknown), 30% by the inverse of their 60-session volatility.' +
        ' Trade at the close of the next session at 10 bp.',
    );
  });
  it('leaves out a sleeve of nothing, and knows every session and a longer lag', () => {
    expect(
      sentence(
        {
          ...SETTINGS,
          momentum_weight: 0,
          market_cap_weight: 0,
          risk_parity_weight: 1,
          rebalance_frequency: 'daily',
          rebalance_lag: 3,
        },
        null,
      ),
    ).toBe(
      'On every session, weight the eligible stocks: 100% by the inverse of their 60-session volatility.' +
        ' Trade at the close of the session 3 later at 10 bp.',
    );
  });
  it('names the field of each value, so that a changed one can be marked', () => {
    expect(methodParts(SETTINGS, 20).find(({ field }) => field === 'rebalance_frequency')?.text).toBe(
      'month',
    );
  });
  it('says a change from and to', () => {
    expect(changeWords({ name: 'momentum_lookback', from: 20, to: 250 })).toBe(
      'Momentum look-back 20 → 250 sessions',
    );
    expect(changeWords({ name: 'momentum_weight', from: 0.4, to: 0.5 })).toBe('Momentum 40% → 50%');
    expect(changeWords({ name: 'volatility_floor', from: 0.005, to: 0.007 })).toBe(
      'Volatility floor 0.5% a day → 0.7% a day',
    );
  });
});

const version = (number: number, changes: [string, string, string][]): StrategyVersion => ({
  version: number,
  created_at: '2026-01-01T00:00:00Z',
  created_by: null,
  ai_adjusted: false,
  ai_adjustment_reason: null,
  ai_confidence_score: null,
  config_hash: '',
  changes: changes.map(([field, from, to]) => ({ field, from, to })),
});

describe('restoring a version', () => {
  const versions = [
    version(4, [['cost_bps', '12', '15']]),
    version(3, [
      ['cost_bps', '10', '12'],
      ['rebalance_frequency', 'weekly', 'monthly'],
    ]),
    version(2, [['momentum_weight', '0.4', '0.5']]),
    version(1, []),
  ];
  it('takes back every change since, each once', () => {
    expect(restoreChanges(versions, 2)).toEqual([
      { name: 'cost_bps', from: 15, to: 10 },
      { name: 'rebalance_frequency', from: 'monthly', to: 'weekly' },
    ]);
    expect(restoreChanges(versions, 1)).toHaveLength(3);
    expect(restoreChanges(versions, 4)).toEqual([]);
  });
  it('has nothing to take back where a change was undone already', () => {
    const back = [version(3, [['cost_bps', '12', '10']]), version(2, [['cost_bps', '10', '12']])];
    expect(restoreChanges(back, 1)).toEqual([]);
  });
});

const metrics = (annualized_return: number | null) => ({
  total_return: 1,
  annualized_return,
  volatility: 0.2,
  sharpe_ratio: 0.9,
  sortino_ratio: 1,
  calmar_ratio: 1,
  max_drawdown: -0.5,
  drawdown_start: null,
  drawdown_end: null,
});
const backtest = (net: number | null, turnover: number, weights: [string, number][]): Backtest => ({
  config: {} as Backtest['config'],
  start_date: '2020-01-01',
  end_date: '2020-01-03',
  series: [
    { date: '2020-01-01', value: 100, net_value: 100 },
    { date: '2020-01-03', value: 200, net_value: 190 },
  ],
  total: metrics(0.18),
  net: metrics(net),
  rebalances: 3,
  turnover,
  cost: 0.1,
  weights: weights.map(([symbol, weight]) => ({ symbol, name: symbol, weight, target_weight: weight })),
  events: [],
  compute_us: 1,
});
const force = backtest(0.16, 7.5, [
  ['A', 0.6],
  ['B', 0.4],
]);
const draft = backtest(0.17, 3.2, [
  ['A', 0.5],
  ['C', 0.3],
  ['B', 0.2],
]);

describe('a draft beside what is in force', () => {
  it('compares eight figures, with the way that is good for the reader', () => {
    const rows = compareFigures(draft, force);
    expect(rows.map(({ label }) => label)).toEqual([
      'Net level',
      'Annualised, net',
      'Volatility',
      'Sharpe, rate 0',
      'Max drawdown',
      'Turnover a year',
      'Cost a year',
      'Rebalances',
    ]);
    expect(rows.find(({ label }) => label === 'Turnover a year')).toMatchObject({
      draft: 3.2,
      force: 7.5,
      better: -1,
    });
    expect(rows[0]).toMatchObject({ draft: 190, force: 190, better: 1 });
  });
  it('has no cost a year under one year', () => {
    expect(costAYear(draft)).toBeCloseTo(0.01, 12);
    expect(costAYear(backtest(null, 1, []))).toBeNull();
  });
  it('says what changes', () => {
    expect(effectWords(draft, force)).toEqual([
      'Return, net +16.00% → +17.00% a year',
      'Deepest fall −50.00% → −50.00%',
      'Turnover 7.50× → 3.20× a year',
      'Costs 2.00 pp → 1.00 pp a year',
    ]);
  });
  it('orders weights by their difference, also of stocks that only one of them holds', () => {
    expect(weightGaps(draft, force)).toEqual([
      { symbol: 'C', force: 0, draft: 0.3 },
      { symbol: 'B', force: 0.4, draft: 0.2 },
      { symbol: 'A', force: 0.6, draft: 0.5 },
    ]);
  });
  it('finds the best of a column, low where low is good', () => {
    const rows = [variantRow('Draft', '', 'a', draft), variantRow('Version 1', '', 'b', force)];
    expect(bestOf(rows, 'net')).toBe(0.17);
    expect(bestOf(rows, 'turnover')).toBe(3.2);
    expect(bestOf(rows.slice(1), 'net')).toBeNull();
  });
  it('measures the benchmark without costs', () => {
    const row = benchmarkRow('S&P 500', [
      { date: '2020-01-01', value: 100 },
      { date: '2020-07-01', value: 90 },
      { date: '2021-01-01', value: 121 },
    ]);
    expect(row.net).toBeNull();
    expect(row.drawdown).toBeCloseTo(-0.1, 12);
    expect(row.gross).toBeCloseTo(1.21 ** (365.25 / 366) - 1, 12);
    // Returns −0.1 and 31/90: mean over sample deviation, times the root of 252.
    const [a, b] = [-0.1, 31 / 90];
    expect(row.sharpe).toBeCloseTo(((a + b) / 2 / (Math.abs(b - a) / Math.SQRT2)) * Math.sqrt(252), 10);
  });
  it('divides on common dates, from 1', () => {
    expect(
      ratio(
        [
          { date: 'a', value: 100 },
          { date: 'b', value: 120 },
          { date: 'c', value: 130 },
        ],
        [
          { date: 'a', value: 50 },
          { date: 'b', value: 40 },
        ],
      ),
    ).toEqual([
      { date: 'a', value: 1 },
      { date: 'b', value: 1.5 },
    ]);
  });
});
