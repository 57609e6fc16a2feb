// SPDX-License-Identifier: Apache-2.0
// What happens on the server, as it happens: one stream for all on this page that listen. The token goes in a header,
// so this is a fetch and no EventSource. It goes on after the last event that came, so nothing is missed while the
// stream is away; a page that nobody looks at has none, because a browser opens few connections to one server.
import type { components } from '@/api/generated/schema';
import { API_URL } from '@/constants/config';
import { eventReader, type ServerEvent } from '@/lib/sse';
import { sameAccount } from '@/lib/token';
import { connection } from '@/services/connection';
import { session } from '@/services/session';

export type TaskEvent = components['schemas']['TaskEvent'];

export interface Events {
  /** The data are of another generation: what was read before may have changed. */
  generation: components['schemas']['GenerationEvent'];
  /** Something was missed, and is not kept any more. */
  reset: components['schemas']['ResetEvent'];
  task: TaskEvent;
}
export type EventName = keyof Events;
type Handler = (data: never) => void;

const HIDDEN_MS = 5_000;
const RETRY_MS = 2_000;
const RETRY_MOST_MS = 60_000;
/** Three signs of life did not come: the connection is dead, though nobody said so. */
const SILENCE_MS = 50_000;

const handlers = new Map<string, Set<Handler>>();
let running: AbortController | null = null;
let hidden: ReturnType<typeof setTimeout> | undefined;
let away = false; // hidden for long enough
let account: string | null = null; // a token of the one whose events these are
let last: string | null = null;
let generation: number | undefined;
let hurry = () => {};

function tell<K extends EventName>(name: K, data: Events[K]): void {
  handlers.get(name)?.forEach((handler) => handler(data as never));
}

function take({ event, data, id }: ServerEvent): void {
  if (id !== null) last = id;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(data) as Record<string, unknown>;
  } catch {
    return; // of a later version of the server
  }
  if (event === 'hello' || event === 'generation') {
    const known = generation;
    generation = Number(value.generation);
    if (known !== undefined && known !== generation) tell('generation', { generation });
  } else tell(event as EventName, value as never);
}

/** Until it ends. True: something came, so that the next try may come soon. */
async function follow(token: string, stop: AbortController): Promise<boolean> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
  if (last !== null) headers['Last-Event-ID'] = last;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = new AbortController();
  const abort = () => call.abort();
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(abort, SILENCE_MS);
  };
  stop.signal.addEventListener('abort', abort);
  try {
    alive();
    const response = await fetch(`${API_URL}/api/v1/events`, {
      headers,
      cache: 'no-store',
      signal: call.signal,
    });
    if (response.status === 401) {
      const problem = (await response.json().catch(() => ({}))) as { code?: unknown };
      return await session.refused(token, String(problem.code));
    }
    if (!response.ok || !response.body) return false;
    const reader = response.body.getReader();
    const text = new TextDecoder();
    let came = false;
    const push = eventReader((event) => {
      came = true;
      if (!stop.signal.aborted) take(event);
    });
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) return came;
      alive();
      push(text.decode(value, { stream: true }));
    }
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    stop.signal.removeEventListener('abort', abort);
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    hurry = () => {
      clearTimeout(timer);
      resolve();
    };
    stop.addEventListener('abort', hurry, { once: true });
  });

async function run(stop: AbortController): Promise<void> {
  let failures = 0;
  while (!stop.signal.aborted) {
    const token = session.get();
    if (!token || session.lapsed()) break;
    failures = (await follow(token, stop)) ? 0 : failures + 1;
    if (stop.signal.aborted) break;
    // Not all at the same moment after a restart of the server.
    const ms = Math.min(RETRY_MS * 2 ** failures, RETRY_MOST_MS);
    await pause(ms * (0.5 + Math.random() / 2), stop.signal);
  }
  if (running === stop) running = null;
}

/** Begin or end, as things now are. */
function settle(): void {
  const token = session.get();
  if (!sameAccount(token, account)) {
    account = token;
    last = null;
    generation = undefined;
    running?.abort();
    running = null;
  }
  const wanted = handlers.size > 0 && !!token && !session.lapsed() && !away;
  if (!wanted) {
    running?.abort();
    running = null;
  } else if (!running) {
    running = new AbortController();
    void run(running);
  }
}

function look(): void {
  clearTimeout(hidden);
  if (document.visibilityState === 'visible') {
    away = false;
    settle();
  } else
    hidden = setTimeout(() => {
      away = true;
      settle();
    }, HIDDEN_MS);
}

let stops: (() => void)[] = [];

function watch(): void {
  document.addEventListener('visibilitychange', look);
  stops = [
    session.subscribe(settle),
    connection.subscribe(() => connection.get() === 'up' && hurry()),
    () => document.removeEventListener('visibilitychange', look),
  ];
  look();
}

/** Hear of what happens; the result ends it. The stream is there as long as somebody listens. */
export function listen<K extends EventName>(name: K, handler: (data: Events[K]) => void): () => void {
  const first = handlers.size === 0;
  const set = handlers.get(name) ?? new Set();
  handlers.set(name, set.add(handler));
  if (first) watch();
  return () => {
    set.delete(handler);
    if (set.size === 0 && handlers.get(name) === set) handlers.delete(name);
    if (handlers.size > 0 || stops.length === 0) return;
    clearTimeout(hidden);
    stops.forEach((stop) => stop());
    stops = [];
    settle();
  };
}
