// SPDX-License-Identifier: Apache-2.0
// The token of the signed-in user, kept in localStorage and shared between tabs.
import { STORAGE } from '@/constants/config';

const listeners = new Set<() => void>();
let memory: string | null = null;

const changed = () => listeners.forEach((listener) => listener());

export const session = {
  get(): string | null {
    try {
      return localStorage.getItem(STORAGE.token);
    } catch {
      return memory;
    }
  },
  set(token: string | null): void {
    memory = token;
    try {
      if (token) localStorage.setItem(STORAGE.token, token);
      else localStorage.removeItem(STORAGE.token);
    } catch {
      // Storage is refused: the token lives as long as the page.
    }
    changed();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  },
};
