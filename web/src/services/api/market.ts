// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';

export interface AssetQuery {
  q?: string;
  sector?: string;
  limit?: number;
  offset?: number;
}

export const market = {
  sp500: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/benchmark/sp500', { signal })),
  sources: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/index/sources', { signal })),
  assets: (query: AssetQuery, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/assets', { params: { query }, signal })),
  assetHistory: (symbol: string, start_date: string | undefined, signal?: AbortSignal) =>
    unwrap(
      api.GET('/api/v1/index/assets/{symbol}/history', {
        params: { path: { symbol }, query: { normalize: false, start_date } },
        signal,
      }),
    ),
};
