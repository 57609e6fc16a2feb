// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { STORAGE } from '@/constants/config';
import type { Theme } from '@/constants/theme';

export interface Preferences {
  readonly theme: Theme;
  readonly hideAmounts: boolean;
  readonly singleKeys: boolean;
}

const DEFAULTS: Preferences = { theme: 'system', hideAmounts: false, singleKeys: true };
const listeners = new Set<() => void>();
let current: Preferences | null = null;

function read(): Preferences {
  if (current) return current;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE.preferences) ?? '{}');
    current = { ...DEFAULTS, ...(stored as Partial<Preferences>) };
  } catch {
    current = DEFAULTS;
  }
  return current;
}

function applyTheme(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...read(), ...change };
  try {
    localStorage.setItem(STORAGE.preferences, JSON.stringify(current));
  } catch {
    // Storage is refused: the choice lives as long as the page.
  }
  applyTheme(current.theme);
  listeners.forEach((listener) => listener());
}

/** The theme button: from what is seen to the other one. */
export function switchTheme(): void {
  setPreferences({ theme: document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark' });
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const system = () => applyTheme(read().theme);
  listeners.add(listener);
  media.addEventListener('change', system);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', system);
  };
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read, () => DEFAULTS);
}
