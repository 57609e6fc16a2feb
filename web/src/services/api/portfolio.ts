// SPDX-License-Identifier: Apache-2.0
import { known } from '@/lib/series';
import { api, unwrap } from '@/services/api/base';
import type { RebalanceMark, Variant } from '@/types/api';

const TRIMMED = 'reference_date,effective_date,turnover,cost,events';

export const portfolio = {
  current: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/index/current', { signal })),
  async history(variant: Variant, signal?: AbortSignal) {
    const answer = await unwrap(api.GET('/api/v1/index/history', { params: { query: { variant } }, signal }));
    return { ...answer, series: known(answer.series) };
  },
  /** All rebalances without their weights, newest first. */
  rebalances: (signal?: AbortSignal): Promise<{ items: RebalanceMark[]; total: number }> =>
    unwrap(
      api.GET('/api/v1/index/rebalances', { params: { query: { limit: 5000, fields: TRIMMED } }, signal }),
    ),
  /** The last rebalances with their weights. */
  recentRebalances: (limit: number, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/rebalances', { params: { query: { limit } }, signal })),
  config: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/strategy/config', { signal })),
};
