// SPDX-License-Identifier: Apache-2.0
import { day } from '@/lib/format';
import type { Comparison } from '@/types/api';
import type { Measure } from '@/types/series';

export interface Sharpe {
  readonly own: Measure;
  readonly other: Measure;
  /** Last session of the ratio, where the risk-free rate ends before the range does. */
  readonly until: string | null;
}

const NONE = 'no risk-free rate here';

/** Both ratios of a comparison, and how far they go; null while there is none. */
export function sharpeOf(compared: Comparison | undefined, failed: boolean): Sharpe {
  const reason = failed ? 'it did not load' : compared ? NONE : undefined;
  if (!compared || failed)
    return { own: { value: null, reason }, other: { value: null, reason }, until: null };
  const { autoindex, sp500, rf_until, end_date } = compared;
  const early = rf_until !== null && rf_until < end_date;
  const measure = (value: number | null): Measure =>
    value === null ? { value, reason: early ? `no risk-free rate after ${day(rf_until)}` : NONE } : { value };
  return {
    own: measure(autoindex.sharpe_ratio),
    other: measure(sp500.sharpe_ratio),
    until: early && autoindex.sharpe_ratio !== null ? rf_until : null,
  };
}
