// SPDX-License-Identifier: Apache-2.0
import { fieldErrors } from '@/lib/fieldErrors';
import { ApiError } from '@/services/api/errors';

export interface LoginErrors {
  readonly form?: string;
  readonly email?: string;
  readonly password?: string;
  readonly code?: string;
}

const CODE = {
  invalid_code: 'The code is wrong, was used already, or is not of this moment.',
  account_disabled: 'This account is disabled. Ask an administrator of this server.',
} as const;

/** The password was right, and a code is wanted. */
export const wantsCode = (error: unknown) => error instanceof ApiError && error.code === 'totp_required';

/** What the server refused, at the field where it can be put right. */
export function loginErrors(error: unknown): LoginErrors {
  const status = error instanceof ApiError ? error.status : null;
  const code = error instanceof ApiError ? error.code : '';
  if (status === 409) return { email: 'This address has an account already. Sign in instead.' };
  if (code === 'invalid_code') return { code: CODE.invalid_code };
  if (code === 'account_disabled') return { form: CODE.account_disabled };
  if (status === 401) return { form: 'No account has this e-mail address and password.' };
  return fieldErrors(error, ['email', 'password', 'code']);
}

const WHY: Readonly<Record<string, string>> = {
  token_expired: 'You were signed out because the session ran out.',
  session_ended: 'This session was ended from elsewhere. Sign in again.',
  account_disabled: CODE.account_disabled,
  restored: 'A backup was restored, which ended all sessions. Sign in with the password of that time.',
  elsewhere: 'You signed out in another tab of this browser.',
};

/** Why signing in is asked for, from the address of the login page. */
export function whySignIn(why: string | null): string | null {
  if (!why) return null;
  return Object.hasOwn(WHY, why) ? WHY[why]! : 'The server no longer accepts this session. Sign in again.';
}
