// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';
import type { SimulationRequest } from '@/types/api';

export const simulation = {
  run: (body: SimulationRequest, signal?: AbortSignal) =>
    unwrap(api.POST('/api/v1/index/simulate', { body, signal })),
  rates: (query: { start_date?: string; end_date?: string }, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/index/currency-rates', { params: { query }, signal })),
};
