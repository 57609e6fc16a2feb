// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';

export interface Credentials {
  email: string;
  password: string;
}

export const auth = {
  setup: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/setup', { signal })),
  me: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/me', { signal })),
  login: (body: Credentials) => unwrap(api.POST('/api/v1/auth/login', { body })),
  register: (body: Credentials) => unwrap(api.POST('/api/v1/auth/register', { body })),
};
