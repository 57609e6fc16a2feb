// SPDX-License-Identifier: Apache-2.0
import { api, done, unwrap } from '@/services/api/base';

/** What a page has after a provider's sign-in. */
export interface Proof {
  code: string;
  binding: string;
}

export const providers = {
  /** next: the page of ours to return to. */
  start: (provider: string, next: string) =>
    unwrap(api.POST('/api/v1/auth/oidc/start', { body: { provider, next } })),
  enter: (body: Proof & { totp?: string }) => unwrap(api.POST('/api/v1/auth/oidc/token', { body })),
  linked: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/auth/oidc/link', { signal })),
  link: (body: Proof & { password: string }) => unwrap(api.POST('/api/v1/auth/oidc/link', { body })),
  unlink: (id: number) => done(api.DELETE('/api/v1/auth/oidc/link/{id}', { params: { path: { id } } })),
  setPassword: (body: Proof & { new: string }) => unwrap(api.POST('/api/v1/auth/oidc/password', { body })),
};
