// SPDX-License-Identifier: Apache-2.0
import { api, done, unwrap } from '@/services/api/base';

const one = (id: string) => ({ params: { path: { id } } });

export const reports = {
  list: (query: { limit: number; offset: number }, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/reports', { params: { query }, signal })),
  file: (id: string): Promise<Blob> =>
    unwrap(
      api.GET('/api/v1/reports/{id}/download', { ...one(id), parseAs: 'blob' }) as Promise<{
        data?: Blob;
        error?: unknown;
        response: Response;
      }>,
    ),
  remove: (id: string) => done(api.DELETE('/api/v1/reports/{id}', one(id))),
};
