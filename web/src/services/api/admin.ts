// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';

export interface UserQuery {
  q?: string;
  limit: number;
  offset: number;
}
export interface AuditQuery {
  action?: string;
  actor?: string;
  limit: number;
  offset: number;
}
export interface UserChange {
  role?: 'user' | 'admin';
  disabled?: boolean;
}

export const admin = {
  users: (query: UserQuery, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/admin/users', { params: { query }, signal })),
  change: (id: number, body: UserChange) =>
    unwrap(api.PUT('/api/v1/admin/users/{id}', { params: { path: { id } }, body })),
  revoke: (id: number) => unwrap(api.POST('/api/v1/admin/users/{id}/revoke', { params: { path: { id } } })),
  audit: (query: AuditQuery, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/admin/audit', { params: { query }, signal })),
  faults: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/diagnostics/faults', { signal })),
};
