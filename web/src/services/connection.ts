// SPDX-License-Identifier: Apache-2.0
// Whether the server answers. Any request tells; a heartbeat finds out while the page is idle, and asks more often
// while the server is away.
import { API_URL, HEARTBEAT_MS, RETRY_AWAY_MS } from '@/constants/config';

export type Connection = 'up' | 'away' | 'offline';

let state: Connection = 'up';
const listeners = new Set<() => void>();

export const connection = {
  get: (): Connection => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(next: Connection): void {
    if (next === state) return;
    state = next;
    listeners.forEach((listener) => listener());
  },
};

/** A gateway that finds no server counts as silence; 503 is an answer: the server is up, its database is not. */
export function reportAnswer(status: number): void {
  connection.set(status === 502 || status === 504 ? 'away' : 'up');
}

export function reportSilence(): void {
  connection.set(navigator.onLine ? 'away' : 'offline');
}

export async function ping(): Promise<void> {
  try {
    const response = await fetch(`${API_URL}/health`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(8000),
    });
    reportAnswer(response.status);
  } catch {
    reportSilence();
  }
}

/** Start the heartbeat; the result stops it. */
export function watchConnection(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(beat, state === 'up' ? HEARTBEAT_MS : RETRY_AWAY_MS);
  };
  const beat = async () => {
    if (document.visibilityState === 'visible') await ping();
    plan();
  };
  const now = () => void beat();
  window.addEventListener('online', now);
  window.addEventListener('offline', now);
  document.addEventListener('visibilitychange', now);
  const unsubscribe = connection.subscribe(plan);
  plan();
  return () => {
    clearTimeout(timer);
    unsubscribe();
    window.removeEventListener('online', now);
    window.removeEventListener('offline', now);
    document.removeEventListener('visibilitychange', now);
  };
}
