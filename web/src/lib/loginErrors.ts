// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '@/services/api/errors';

export interface LoginErrors {
  readonly form?: string;
  readonly email?: string;
  readonly password?: string;
}

/** What the server refused, at the field where it can be put right. */
export function loginErrors(error: unknown): LoginErrors {
  if (!(error instanceof ApiError)) return { form: 'The answer of the server could not be read.' };
  if (error.status === 0) return { form: 'The server does not answer. Try again when it is back.' };
  if (error.status === 409) return { email: 'This address has an account already. Sign in instead.' };
  if (error.status === 429) {
    const wait = error.retryAfter ? ` Try again in ${error.retryAfter} seconds.` : ' Try again later.';
    return { form: `Too many attempts.${wait}` };
  }
  if (error.status === 401) return { form: 'No account has this e-mail address and password.' };
  const of = (field: string) => {
    const messages = error.errors.filter((e) => e.field === field).map((e) => e.message);
    return messages.length ? messages.join('; ') : undefined;
  };
  const found = { email: of('email'), password: of('password') };
  return found.email || found.password ? found : { form: error.message };
}
