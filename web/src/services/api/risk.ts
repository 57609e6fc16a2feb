// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';
import type { RollingMetric } from '@/types/risk';

/** Range and benchmark of a panel; without dates the whole history. */
export interface RiskScope {
  readonly start_date?: string;
  readonly end_date?: string;
  readonly basis: 'price' | 'total';
}

/** More rows than there are sessions since stocks are traded daily. */
const ALL = 20_000;

export const risk = {
  /** The newest row, and why a member of it is missing. */
  metrics: (signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/strategy/risk-metrics', { params: { query: { limit: 1 } }, signal })),
  /** One member of every row, newest first. */
  history: (metric: string, signal?: AbortSignal) =>
    unwrap(
      api.GET('/api/v1/strategy/risk-metrics', {
        params: { query: { limit: ALL, fields: `date,${metric}` } },
        signal,
      }),
    ),
  definitions: (signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/strategy/risk-metrics/definitions', { signal })),
  rolling: (query: RiskScope & { metric: RollingMetric; window: number }, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/strategy/risk-metrics/rolling', { params: { query }, signal })),
  drawdowns: (query: RiskScope, signal?: AbortSignal) =>
    unwrap(
      api.GET('/api/v1/strategy/risk-metrics/drawdowns', {
        params: { query: { ...query, limit: 10 } },
        signal,
      }),
    ),
  periods: (query: RiskScope & { frequency: 'monthly' | 'yearly' }, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/strategy/risk-metrics/periods', { params: { query }, signal })),
  distribution: (query: RiskScope, signal?: AbortSignal) =>
    unwrap(
      api.GET('/api/v1/strategy/risk-metrics/distribution', {
        params: { query: { ...query, bins: 60 } },
        signal,
      }),
    ),
};
