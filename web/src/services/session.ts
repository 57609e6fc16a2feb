// SPDX-License-Identifier: Apache-2.0
// The token of the signed-in user, kept in localStorage and shared between tabs.
import { STORAGE } from '@/constants/config';
import { sameAccount } from '@/lib/token';

const LOCK = 'autoindex.session';

const listeners = new Set<() => void>();
let memory: string | null = null;
/** Time ran out: the page stays as it is until somebody signs in again. */
let lapsed = false;
/** The server's code for why the session is over. */
let why: string | null = null;
/** What is under way and ends all sessions: the reason, whichever request notices first. */
let expected: string | null = null;
let last: Promise<unknown> = Promise.resolve();

const changed = () => listeners.forEach((listener) => listener());

/** One after another, over all tabs where the browser can. */
function alone<T>(run: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(LOCK, run) as Promise<T>;
  const next = last.then(run, run);
  last = next.catch(() => {});
  return next;
}

export const session = {
  get(): string | null {
    try {
      return localStorage.getItem(STORAGE.token);
    } catch {
      return memory;
    }
  },
  /** Without a token: signed out, for the reason given. */
  set(token: string | null, reason: string | null = null): void {
    memory = token;
    lapsed = false;
    why = reason;
    expected = null;
    try {
      if (token) localStorage.setItem(STORAGE.token, token);
      else localStorage.removeItem(STORAGE.token);
    } catch {
      // Storage is refused: the token lives as long as the page.
    }
    changed();
  },
  lapsed: () => lapsed,
  why: () => why,
  /** Its time is over: requests go without it, and the pages of other tabs stay as they are. */
  lapse(): void {
    lapsed = true;
    changed();
  },

  /** This page does what ends all sessions; null: it did not come to that. */
  expect(reason: string | null): void {
    expected = reason;
  },

  /** The server refused a token. True: another one of the same account has taken its place. */
  async refused(used: string, code: string): Promise<boolean> {
    await alone(() => Promise.resolve()); // who is renewing it stores the new one first
    const now = this.get();
    if (now !== used) return sameAccount(now, used);
    if (code === 'token_expired') {
      this.lapse();
    } else this.set(null, expected ?? code);
    return false;
  },

  /** A fresh token in place of one that is due; only one tab asks. */
  renew(isDue: (token: string | null) => boolean, ask: () => Promise<string>): Promise<void> {
    return alone(async () => {
      const before = this.get();
      if (lapsed || !isDue(before)) return;
      const token = await ask();
      if (this.get() === before) this.set(token);
    });
  },

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  /** What other tabs do: they sign out, sign in again, or renew the token. Of another account, the page begins anew. */
  watchTabs(): () => void {
    const stored = ({ key, oldValue, newValue }: StorageEvent) => {
      if (key !== STORAGE.token && key !== null) return;
      if (oldValue && newValue && !sameAccount(oldValue, newValue)) return window.location.reload();
      lapsed = false;
      why = newValue ? null : 'elsewhere';
      changed();
    };
    window.addEventListener('storage', stored);
    return () => window.removeEventListener('storage', stored);
  },
};
