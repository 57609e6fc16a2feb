// SPDX-License-Identifier: Apache-2.0
// Signing in by a provider: what comes back in the address, and what it means in words.
import { fieldErrors } from '@/lib/fieldErrors';
import { ApiError } from '@/services/api/errors';

export interface Provider {
  readonly id: string;
  readonly name: string;
}

/** Why the browser is sent to a provider: to sign in, to link its account, to prove oneself for a first password. */
export type Purpose = 'signIn' | 'link' | 'password';

/** What the tab keeps meanwhile. */
export interface Begun {
  readonly provider: Provider;
  readonly purpose: Purpose;
  readonly binding: string;
  /** Where to go once signed in. */
  readonly next: string;
}

export interface Returned {
  readonly begun: Begun | null;
  /** Holds for five minutes, and only with the binding. */
  readonly code: string | null;
  readonly error: string | null;
}

const PURPOSES: readonly unknown[] = ['signIn', 'link', 'password'] satisfies Purpose[];

function readBegun(kept: string | null): Begun | null {
  try {
    const { provider, purpose, binding, next } = JSON.parse(kept ?? 'null') as Record<string, unknown>;
    const { id, name } = provider as Record<string, unknown>;
    if ([id, name, binding, next].some((text) => typeof text !== 'string')) return null;
    if (!PURPOSES.includes(purpose)) return null;
    return { provider: { id, name }, purpose, binding, next } as Begun;
  } catch {
    return null;
  }
}

/** From the fragment of the address and what this tab kept; null: the page was opened in another way. */
export function readReturn(fragment: string, kept: string | null): Returned | null {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  const code = said.get('code') || null;
  const error = said.get('error') || null;
  if (!code && !error) return null;
  const begun = readBegun(kept);
  if (error) return { begun, code: null, error };
  return begun ? { begun, code, error } : { begun, code: null, error: 'other_page' };
}

const WORDS: Readonly<Record<string, (name: string) => string>> = {
  provider_refused: (name) => `The sign-in at ${name} was cancelled or refused there. Nothing was changed.`,
  sign_in_expired: (name) => `The sign-in at ${name} took too long or was completed already. Start it again.`,
  code_refused: (name) => `The sign-in at ${name} was not confirmed. Start it again.`,
  id_token_refused: (name) =>
    `The answer of ${name} cannot be accepted: it has not verified your e-mail address, or is set up wrongly. Ask an administrator of this server.`,
  issuer_unavailable: (name) => `The server of ${name} does not answer now. Try again in a minute.`,
  provider_not_configured: (name) => `Signing in by ${name} is not set up on this server.`,
  other_page: (name) => `The sign-in at ${name} was begun in another tab or browser. Start it again here.`,
  registration_closed: (name) =>
    `No account here is linked to the one at ${name}, and registration is closed. Ask an administrator for an account.`,
  account_disabled: () => 'This account is disabled. Ask an administrator of this server.',
  identity_linked: (name) =>
    `The account at ${name} is linked to another account here, or this one is linked to another account there.`,
  password_needed: () => 'This account has no password to allow it. Set a password first, then link.',
  not_linked: (name) =>
    `Who signed in at ${name} is not the one who is linked to this account. Sign in there as that one.`,
  last_sign_in: () => 'This is the only way into this account. Set a password first, then unlink it.',
  password_set: () => 'This account has a password already. Load the page anew to change it.',
  storage: (name) =>
    `This browser keeps nothing for this page, so the way back from ${name} would be lost. Allow it to store data.`,
};

/** A sentence for a code of the server or of the address, whose own text is never shown. */
export function providerWords(code: string, name = 'the provider'): string {
  return Object.hasOwn(WORDS, code)
    ? WORDS[code]!(name)
    : `The sign-in at ${name} did not succeed. Start it again.`;
}

/** What the server refused; a code of the sign-in that holds no longer concerns the whole form. */
export function providerErrors<F extends string>(
  error: unknown,
  name: string,
  fields: readonly F[],
): Partial<Record<F | 'form', string>> {
  const words = (code: string) =>
    ({ form: providerWords(code, name) }) as Partial<Record<F | 'form', string>>;
  if (!(error instanceof ApiError)) return fieldErrors(error, fields);
  if (error.status === 422 && error.errors.some(({ field }) => field === 'code'))
    return words('sign_in_expired');
  return Object.hasOwn(WORDS, error.code) ? words(error.code) : fieldErrors(error, fields);
}
