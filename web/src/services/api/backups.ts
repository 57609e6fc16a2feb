// SPDX-License-Identifier: Apache-2.0
import { api, done, unwrap } from '@/services/api/base';

const one = (id: string) => ({ params: { path: { id } } });

export const backups = {
  list: (query: { limit: number; offset: number }, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/admin/backups', { params: { query }, signal })),
  make: () => unwrap(api.POST('/api/v1/admin/backups', { body: {} })),
  verify: (id: string) => unwrap(api.POST('/api/v1/admin/backups/{id}/verify', one(id))),
  restore: (id: string) =>
    unwrap(api.POST('/api/v1/admin/backups/{id}/restore', { ...one(id), body: { confirm: id } })),
  file: (id: string): Promise<Blob> =>
    unwrap(
      api.GET('/api/v1/admin/backups/{id}/download', { ...one(id), parseAs: 'blob' }) as Promise<{
        data?: Blob;
        error?: unknown;
        response: Response;
      }>,
    ),
  remove: (id: string) => done(api.DELETE('/api/v1/admin/backups/{id}', one(id))),
};
