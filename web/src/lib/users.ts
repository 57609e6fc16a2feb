// SPDX-License-Identifier: Apache-2.0
import type { User } from '@/types/account';

export type UserAction = 'promote' | 'demote' | 'disable' | 'enable' | 'revoke';

/** What can be done to an account. */
export function actionsFor(user: Pick<User, 'role' | 'disabled' | 'sessions'>): UserAction[] {
  const actions: UserAction[] = [user.role === 'admin' ? 'demote' : 'promote'];
  actions.push(user.disabled ? 'enable' : 'disable');
  if (user.sessions > 0) actions.push('revoke');
  return actions;
}

interface Words {
  readonly verb: string;
  readonly title: (email: string) => string;
  readonly consequence: string;
}

export const USER_ACTIONS: Readonly<Record<UserAction, Words>> = {
  promote: {
    verb: 'Make administrator',
    title: (email) => `Make ${email} an administrator?`,
    consequence:
      'From its next request on, the account may change the strategy, compute the index, and change or disable other accounts.',
  },
  demote: {
    verb: 'Make user',
    title: (email) => `Take the administration from ${email}?`,
    consequence:
      'From its next request on, the account may no longer change accounts or compute the index. Its sessions and keys stay.',
  },
  disable: {
    verb: 'Disable',
    title: (email) => `Disable ${email}?`,
    consequence:
      'All sessions end with the next request, its keys are refused, and nobody can sign in with it until it is enabled again. Nothing is deleted.',
  },
  enable: {
    verb: 'Enable',
    title: (email) => `Enable ${email}?`,
    consequence: 'The account can sign in again, and its keys open again.',
  },
  revoke: {
    verb: 'End sessions',
    title: (email) => `End all sessions of ${email}?`,
    consequence: 'Wherever it is signed in, the next request asks to sign in again. Its keys stay.',
  },
};

/** Why an account cannot be changed here; null when it can. */
export function barred(user: Pick<User, 'id'>, me: { readonly id: number } | undefined): string | null {
  return me && user.id === me.id ? 'Your own account is changed by another administrator.' : null;
}
