// SPDX-License-Identifier: Apache-2.0
import { known } from '@/lib/series';
import { api, unwrap } from '@/services/api/base';

export interface AssetQuery {
  q?: string;
  sector?: string;
  limit?: number;
  offset?: number;
}

export const market = {
  async sp500(signal?: AbortSignal) {
    const answer = await unwrap(api.GET('/api/v1/benchmark/sp500', { signal }));
    return { ...answer, series: known(answer.series) };
  },
  /** Index and benchmark on the sessions that both have. */
  compare: (start_date: string, end_date: string, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/benchmark/compare', { params: { query: { start_date, end_date } }, signal })),
  sources: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/index/sources', { signal })),
  assets: (query: AssetQuery, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/assets', { params: { query }, signal })),
  async assetHistory(symbol: string, start_date: string | undefined, signal?: AbortSignal) {
    const answer = await unwrap(
      api.GET('/api/v1/index/assets/{symbol}/history', {
        params: { path: { symbol }, query: { normalize: false, start_date } },
        signal,
      }),
    );
    return { ...answer, series: known(answer.series) };
  },
};
