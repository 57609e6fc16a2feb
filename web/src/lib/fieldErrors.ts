// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '@/services/api/errors';

/** What the server refused: a sentence for each field that it names, else one for the whole form. */
export function fieldErrors<F extends string>(
  error: unknown,
  fields: readonly F[],
): Partial<Record<F | 'form', string>> {
  const form = (text: string) => ({ form: text }) as Partial<Record<F | 'form', string>>;
  if (!(error instanceof ApiError)) return form('The answer of the server could not be read.');
  if (error.away) return form('The server does not answer. Try again when it is back.');
  if (error.code === 'token_expired') return form('The session ran out. Sign in again, then once more here.');
  if (error.status === 429)
    return form(
      `Too many attempts.${error.retryAfter ? ` Try again in ${error.retryAfter} seconds.` : ' Try again later.'}`,
    );
  const found: Partial<Record<F | 'form', string>> = {};
  for (const field of fields) {
    const messages = error.errors.filter((e) => e.field === field).map((e) => e.message);
    if (messages.length) found[field] = messages.join('; ');
  }
  return Object.keys(found).length ? found : form(error.message);
}
