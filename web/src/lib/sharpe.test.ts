// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { sharpeOf } from '@/lib/sharpe';
import type { Comparison } from '@/types/api';

const compared = (own: number | null, rf_until: string | null) =>
  ({
    end_date: '2022-12-28',
    autoindex: { sharpe_ratio: own },
    sp500: { sharpe_ratio: 0.33 },
    rf_until,
  }) as Comparison;

describe('the Sharpe ratio', () => {
  it('says how far it goes where the rate ends early', () => {
    expect(sharpeOf(compared(0.55, '2017-03-29'), false)).toEqual({
      own: { value: 0.55 },
      other: { value: 0.33 },
      until: '2017-03-29',
    });
    expect(sharpeOf(compared(0.55, '2022-12-28'), false).until).toBeNull();
  });
  it('is undefined with a reason', () => {
    expect(sharpeOf(compared(null, null), false).own).toEqual({
      value: null,
      reason: 'no risk-free rate here',
    });
    expect(sharpeOf(undefined, true).own.reason).toMatch(/did not load/);
    expect(sharpeOf(undefined, false).own.reason).toBeUndefined();
  });
});
