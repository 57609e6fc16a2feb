// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  computable,
  draftOf,
  equalWeight,
  isEqual,
  problemsOf,
  readDraft,
  scaleToOne,
  scaledWeights,
  sumsToOne,
  toBody,
  toSetting,
  toText,
  toWords,
  troubleOf,
  writeDraft,
  type Edits,
  type Settings,
} from '@/lib/strategy';
import { ApiError } from '@/services/api/errors';
import type { StrategyField } from '@/types/api';

const field = (name: string, minimum: number, maximum: number, type = 'number'): StrategyField => ({
  name,
  type,
  minimum,
  maximum,
  words: [],
  default_value: '',
  effect: '',
});
const FIELDS: StrategyField[] = [
  field('momentum_weight', 0, 1),
  field('market_cap_weight', 0, 1),
  field('risk_parity_weight', 0, 1),
  {
    ...field('rebalance_frequency', 0, 0, 'word'),
    minimum: null,
    maximum: null,
    words: ['daily', 'weekly', 'monthly'],
  },
  field('momentum_lookback', 1, 1000, 'integer'),
  field('volatility_floor', 0.0001, 1),
  field('max_daily_return', 0.01, 10),
  field('min_daily_return', -10, -0.01),
  field('cost_bps', 0, 1000),
];
const FORCE: Settings = {
  momentum_weight: 0.4,
  market_cap_weight: 0.3,
  risk_parity_weight: 0.3,
  rebalance_frequency: 'weekly',
  momentum_lookback: 20,
  volatility_floor: 0.005,
  max_daily_return: 0.5,
  min_daily_return: -0.5,
  cost_bps: 10,
};
const of = (name: string) => FIELDS.find((f) => f.name === name)!;
const draft = (edits: Edits) => draftOf(FIELDS, FORCE, edits);

describe('settings and what the form shows', () => {
  it('are the same number in another unit, without the error of a multiplication', () => {
    expect(toText('volatility_floor', 0.007)).toBe('0.7');
    expect(toSetting(of('volatility_floor'), '0.7')).toBe(0.007);
    expect(toText('momentum_weight', 0.4)).toBe('0.40');
    expect(toText('momentum_weight', 0.4545)).toBe('0.4545');
    expect(toText('cost_bps', 7.5)).toBe('7.5');
    expect(toSetting(of('min_daily_return'), '−35')).toBe(-0.35);
  });
  it('are read with their unit', () => {
    expect(toWords('momentum_weight', 0.29)).toBe('29%');
    expect(toWords('min_daily_return', -0.5)).toBe('−50%');
    expect(toWords('momentum_lookback', 20)).toBe('20 sessions');
    expect(toWords('rebalance_frequency', 'weekly')).toBe('weekly');
    expect(toWords('a_new_field', 3)).toBe('3');
  });
  it('are refused when they are no number or no word of the field', () => {
    for (const text of ['', 'ten', '1e3', '1,5', '--1']) expect(toSetting(of('cost_bps'), text)).toBeNull();
    expect(toSetting(of('rebalance_frequency'), 'hourly')).toBeNull();
  });
});

describe('a draft', () => {
  it('changes nothing when what was typed is what is in force', () => {
    const same = draft({ momentum_weight: '0.400', cost_bps: ' 10 ' });
    expect(same.changes).toEqual([]);
    expect(same.touched).toEqual([]);
    expect(computable(same)).toEqual(FORCE);
  });
  it('lists its changes in the order of the form', () => {
    const { changes, problems } = draft({ cost_bps: '12.5', rebalance_frequency: 'monthly' });
    expect(changes).toEqual([
      { name: 'rebalance_frequency', from: 'weekly', to: 'monthly' },
      { name: 'cost_bps', from: 10, to: 12.5 },
    ]);
    expect(problems).toEqual({});
    expect(toBody(changes)).toEqual({ rebalance_frequency: 'monthly', cost_bps: 12.5 });
  });
  it('says what is allowed where a field is wrong, and is not computed', () => {
    const wrong = draft({ momentum_lookback: '20.5', cost_bps: '2000', volatility_floor: 'x' });
    expect(wrong.problems).toEqual({
      momentum_lookback: 'A whole number, from 1 to 1000 sessions.',
      cost_bps: 'From 0 to 1000 bp.',
      volatility_floor: 'Enter a number from 0.01 to 100% a day.',
    });
    expect(wrong.touched).toEqual(['momentum_lookback', 'cost_bps', 'volatility_floor']);
    expect(computable(wrong)).toBeNull();
  });
  it('says a negative range with a minus', () => {
    expect(draft({ min_daily_return: '1' }).problems.min_daily_return).toBe('From −1000 to −1%.');
  });
  it('keeps the flags apart', () => {
    expect(draft({ min_daily_return: '-1', max_daily_return: '5' }).problems).toEqual({});
    expect(Object.keys(draftOf(FIELDS, { ...FORCE, min_daily_return: 0.6 }, {}).problems)).toEqual([
      'min_daily_return',
    ]);
  });
  it('is computed with weights scaled to 1 while they do not sum to it', () => {
    const off = draft({ momentum_weight: '0.5' });
    expect(off.problems.momentum_weight).toMatch(/sum to 1\.1\.$/);
    expect(computable(off)).toMatchObject({
      momentum_weight: 0.5,
      market_cap_weight: 0.25,
      risk_parity_weight: 0.25,
    });
    expect(computable(draft({ momentum_weight: '0.5', cost_bps: 'x' }))).toBeNull();
    expect(
      computable(draft({ momentum_weight: '0', market_cap_weight: '0', risk_parity_weight: '0' })),
    ).toBeNull();
  });
});

describe('scaling to 1', () => {
  it('keeps what was changed and scales the others', () => {
    expect(scaleToOne({ a: 0.6, b: 0.3, c: 0.3 }, ['a'])).toEqual({ a: 0.6, b: 0.2, c: 0.2 });
    expect(scaleToOne({ a: 0.5, b: 0.4, c: 0.3 }, ['a', 'b'])).toEqual({ a: 0.5, b: 0.4, c: 0.1 });
  });
  it('scales all where the changed ones leave no room, or nothing else is there', () => {
    expect(scaleToOne({ a: 0.8, b: 0.8, c: 0 }, ['a', 'b'])).toEqual({ a: 0.5, b: 0.5, c: 0 });
    expect(scaleToOne({ a: 0.2, b: 0.2, c: 0.4 }, ['a', 'b', 'c'])).toEqual({ a: 0.25, b: 0.25, c: 0.5 });
    expect(scaleToOne({ a: 0.5, b: 0, c: 0 }, ['a'])).toEqual({ a: 1, b: 0, c: 0 });
  });
  it('sums to exactly 1 after rounding', () => {
    const thirds = scaleToOne({ a: 1, b: 1, c: 1 }, [])!;
    expect(thirds.a! + thirds.b! + thirds.c!).toBe(1);
    const scaled = scaledWeights(draft({ momentum_weight: '0.37', market_cap_weight: '0.29' }))!;
    expect(sumsToOne(scaled)).toBe(true);
  });
  it('has nothing to scale in zeros', () => {
    expect(scaleToOne({ a: 0, b: 0, c: 0 }, ['a'])).toBeNull();
  });
});

describe('equal weight', () => {
  it('is risk parity alone with every volatility at the floor, the rest as the draft', () => {
    expect(equalWeight({ ...FORCE, rebalance_frequency: 'monthly' }, FIELDS)).toEqual({
      ...FORCE,
      rebalance_frequency: 'monthly',
      momentum_weight: 0,
      market_cap_weight: 0,
      risk_parity_weight: 1,
      volatility_floor: 1,
    });
    expect(equalWeight(FORCE, [])).toBeNull();
  });
  it('is checked against what was held', () => {
    expect(isEqual([{ target_weight: 0.5 }, { target_weight: 0.5 }])).toBe(true);
    expect(isEqual([{ target_weight: 0.6 }, { target_weight: 0.4 }])).toBe(false);
    expect(isEqual([])).toBe(false);
  });
});

describe('the address', () => {
  const round = (edits: Edits) => {
    const query = new URLSearchParams('range=5Y');
    writeDraft(FIELDS, draft(edits), edits, query);
    return [query.toString(), readDraft(FIELDS, query)] as const;
  };
  it('holds changed fields only, in the unit of the API', () => {
    const [text, back] = round({
      momentum_weight: '0.40',
      volatility_floor: '0.7',
      rebalance_frequency: 'daily',
    });
    expect(text).toBe('range=5Y&rebalance_frequency=daily&volatility_floor=0.007');
    expect(back).toEqual({ volatility_floor: '0.7', rebalance_frequency: 'daily' });
  });
  it('loses nothing that was typed', () => {
    const [, back] = round({ cost_bps: '12 bp', momentum_lookback: '' });
    expect(back).toEqual({ cost_bps: '12 bp', momentum_lookback: '' });
  });
  it('forgets a change that was taken back', () => {
    const query = new URLSearchParams('cost_bps=12');
    writeDraft(FIELDS, draft({}), {}, query);
    expect(query.toString()).toBe('');
  });
});

describe('refusals of the server', () => {
  const error = new ApiError(422, 'invalid', 'cost_bps: must be at least 0', [
    { field: 'cost_bps', message: 'must be at least 0' },
    { field: 'adjustments.momentum_weight', message: 'must be at most 1' },
  ]);
  it('go to their fields as sentences', () => {
    expect(problemsOf(error)).toEqual({
      cost_bps: 'Must be at least 0.',
      momentum_weight: 'Must be at most 1.',
    });
    expect(problemsOf(new Error('x'))).toEqual({});
  });
  it('are said whole where they belong to none', () => {
    expect(troubleOf(new ApiError(422, 'none_eligible', 'this leaves no asset'))).toBe(
      'This leaves no asset.',
    );
    expect(troubleOf(new ApiError(0, 'no_answer', ''))).toBe('The server does not answer.');
  });
});
