// SPDX-License-Identifier: Apache-2.0
import type { RebalanceMark } from '@/types/api';

export interface EventGroup {
  readonly code: string;
  readonly sentence: string;
  /** Effective dates, newest first. */
  readonly dates: readonly string[];
  /** Every rebalance recorded it. */
  readonly always: boolean;
}

/** What the rules had to do, one entry a code; those of every rebalance first. */
export function groupEvents(rebalances: readonly RebalanceMark[]): EventGroup[] {
  const groups = new Map<string, { message: string; dates: string[] }>();
  for (const rebalance of rebalances) {
    for (const { code, message } of rebalance.events) {
      const group = groups.get(code) ?? { message, dates: [] };
      if (group.dates.at(-1) !== rebalance.effective_date) group.dates.push(rebalance.effective_date);
      groups.set(code, group);
    }
  }
  return [...groups.entries()]
    .map(([code, { message, dates }]) => ({
      code,
      sentence: message,
      dates,
      always: dates.length === rebalances.length,
    }))
    .sort((a, b) => Number(b.always) - Number(a.always) || b.dates.length - a.dates.length);
}
