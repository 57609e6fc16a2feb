// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';

export const diagnostics = {
  database: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/diagnostics/database-status', { signal })),
  refresh: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/diagnostics/refresh-status', { signal })),
  cache: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/diagnostics/cache-status', { signal })),
  recalculate: () => unwrap(api.POST('/api/v1/diagnostics/recalculate-index')),
  /** Without a pattern: everything. */
  invalidate: (pattern: string) =>
    unwrap(api.POST('/api/v1/diagnostics/cache-invalidate', { body: { pattern: pattern || null } })),
};
