// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';
import type { Variant } from '@/types/api';

const TRIMMED = 'reference_date,effective_date,turnover,cost,events';

export const portfolio = {
  current: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/index/current', { signal })),
  history: (variant: Variant, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/history', { params: { query: { variant } }, signal })),
  /** All rebalances without their weights, newest first. */
  rebalances: (signal?: AbortSignal) =>
    unwrap(
      api.GET('/api/v1/index/rebalances', { params: { query: { limit: 5000, fields: TRIMMED } }, signal }),
    ),
  /** The last rebalances with their weights. */
  recentRebalances: (limit: number, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/rebalances', { params: { query: { limit } }, signal })),
  config: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/strategy/config', { signal })),
};
