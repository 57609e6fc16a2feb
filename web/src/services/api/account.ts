// SPDX-License-Identifier: Apache-2.0
import { api, done, unwrap } from '@/services/api/base';

export interface WantedKey {
  name: string;
  scope: 'read' | 'write';
  /** Null: it does not end by itself. */
  expires_at: string | null;
}

/** The account's own business. */
export const account = {
  changePassword: (body: { current: string; new: string }) =>
    unwrap(api.POST('/api/v1/auth/password', { body })),
  sessions: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/sessions', { signal })),
  endSession: (id: string) => done(api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } })),
  endOthers: () => unwrap(api.POST('/api/v1/auth/revoke-all')),
  keys: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/api-keys', { signal })),
  makeKey: (body: WantedKey) => unwrap(api.POST('/api/v1/auth/api-keys', { body })),
  revokeKey: (id: number) => done(api.DELETE('/api/v1/auth/api-keys/{id}', { params: { path: { id } } })),
  setUpTotp: () => unwrap(api.POST('/api/v1/auth/totp/setup')),
  enableTotp: (code: string) => unwrap(api.POST('/api/v1/auth/totp/enable', { body: { code } })),
  disableTotp: (body: { password?: string; code: string }) =>
    unwrap(api.POST('/api/v1/auth/totp/disable', { body })),
};
