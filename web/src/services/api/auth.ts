// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';

export interface Credentials {
  email: string;
  password: string;
  /** Of the authenticator app or for recovery, where the account asks for one. */
  code?: string;
}

export const auth = {
  setup: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/setup', { signal })),
  me: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/me', { signal })),
  login: (body: Credentials) => unwrap(api.POST('/api/v1/auth/login', { body })),
  register: ({ email, password }: Credentials) =>
    unwrap(api.POST('/api/v1/auth/register', { body: { email, password } })),
  refresh: () => unwrap(api.POST('/api/v1/auth/refresh')),
  /** Sent even when the page goes away. */
  logout: () => unwrap(api.POST('/api/v1/auth/logout', { keepalive: true })),
};
