// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';

export type WeightStep = 'day' | 'week' | 'month';

interface RebalanceQuery {
  end_date?: string;
  limit: number;
  offset: number;
}

export const explain = {
  /** Without a date: the last session. */
  level: (date: string | undefined, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/explain', { params: { query: { date } }, signal })),
  weights: (start_date: string, end_date: string, step: WeightStep, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/weights', { params: { query: { start_date, end_date, step } }, signal })),
  rebalances: (query: RebalanceQuery, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/rebalances', { params: { query }, signal })),
};
