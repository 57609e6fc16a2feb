// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const token = (sub: string) => `e30.${btoa(JSON.stringify({ sub, iat: 0, exp: 1 }))}.s`;

/** One request for events: what it sent, and what the test answers. */
class Call {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  private out!: ReadableStreamDefaultController<Uint8Array>;
  private readonly reply: (response: Response | Error) => void;

  constructor(init: RequestInit, reply: (response: Response | Error) => void) {
    this.headers = init.headers as Record<string, string>;
    this.signal = init.signal!;
    this.reply = reply;
    this.signal.addEventListener('abort', () => {
      reply(new DOMException('', 'AbortError'));
      try {
        this.out?.error(new DOMException('', 'AbortError'));
      } catch {
        // it had ended
      }
    });
  }
  open(): void {
    const body = new ReadableStream<Uint8Array>({ start: (out) => void (this.out = out) });
    this.reply(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
  }
  refuse(status: number, code = ''): void {
    this.reply(new Response(JSON.stringify({ code }), { status }));
  }
  fail(): void {
    this.reply(new TypeError('no connection'));
  }
  send(text: string): void {
    this.out.enqueue(new TextEncoder().encode(text));
  }
  end(): void {
    this.out.close();
  }
}

let calls: Call[] = [];
let shown: () => void = () => {};
let visibility = 'visible';

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const hello = (id: number, generation = 1) =>
  `id: ${id}\nevent: hello\ndata: {"id":${id},"generation":${generation}}\n\n`;
const task = (id: number, state = 'SUCCESS') =>
  `id: ${id}\nevent: task\ndata: {"task_id":"t${id}","kind":"report","state":"${state}"}\n\n`;

async function load() {
  vi.resetModules();
  const { session } = await import('@/services/session');
  const { listen } = await import('@/services/events');
  return { session, listen };
}

function look(state: string): void {
  visibility = state;
  shown();
}

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  visibility = 'visible';
  vi.stubGlobal('localStorage', undefined);
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('document', {
    get visibilityState() {
      return visibility;
    },
    addEventListener: (_: string, listener: () => void) => void (shown = listener),
    removeEventListener: () => void (shown = () => {}),
  });
  vi.stubGlobal(
    'fetch',
    (_: string, init: RequestInit) =>
      new Promise<Response>((resolve, reject) => {
        const answer = (r: Response | Error) =>
          r instanceof Response ? resolve(r) : reject(r as unknown as Error);
        calls.push(new Call(init, answer));
      }),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the stream of events', () => {
  it('is one for all who listen, with the token in a header, and ends with the last of them', async () => {
    const { session, listen } = await load();
    session.set(token('1'));
    const heard: string[] = [];
    const stops = [1, 2].map((n) => listen('task', ({ task_id }) => heard.push(`${n}:${task_id}`)));
    await later(0);
    expect(calls).toHaveLength(1);
    expect(calls[0]!.headers).toEqual({ Authorization: `Bearer ${token('1')}` });
    calls[0]!.open();
    calls[0]!.send(hello(6) + task(7));
    await later(0);
    expect(heard).toEqual(['1:t7', '2:t7']);
    stops[0]!();
    expect(calls[0]!.signal.aborted).toBe(false);
    stops[1]!();
    expect(calls[0]!.signal.aborted).toBe(true);
    await later(600_000);
    expect(calls).toHaveLength(1);
  });

  it('goes on after the last event when it was cut', async () => {
    const { session, listen } = await load();
    session.set(token('1'));
    const heard: string[] = [];
    listen('task', ({ task_id }) => heard.push(task_id));
    await later(0);
    calls[0]!.open();
    calls[0]!.send(hello(6) + task(7) + 'id: 8\nevent: ta');
    await later(0);
    calls[0]!.end();
    await later(2_000);
    expect(calls).toHaveLength(2);
    expect(calls[1]!.headers['Last-Event-ID']).toBe('7');
    calls[1]!.open();
    calls[1]!.send(hello(7) + task(8));
    await later(0);
    expect(heard).toEqual(['t7', 't8']);
  });

  it('waits longer with every failure, but not for ever', async () => {
    const { session, listen } = await load();
    session.set(token('1'));
    listen('task', () => {});
    await later(0);
    const gaps: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = calls.length;
      if (i % 2) calls.at(-1)!.refuse(503);
      else calls.at(-1)!.fail();
      let waited = 0;
      while (calls.length === before) {
        await later(500);
        waited += 500;
      }
      gaps.push(waited);
    }
    expect(gaps[0]).toBeLessThanOrEqual(4_500);
    expect(gaps[3]).toBeGreaterThanOrEqual(16_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_500);
  });

  it('is begun anew when there is no sign of life', async () => {
    const { session, listen } = await load();
    session.set(token('1'));
    listen('task', () => {});
    await later(0);
    calls[0]!.open();
    calls[0]!.send(hello(6));
    await later(40_000);
    calls[0]!.send(':\n\n');
    await later(40_000);
    expect(calls).toHaveLength(1);
    await later(15_000);
    expect(calls).toHaveLength(2);
  });

  it('is for a page that is looked at, and misses nothing meanwhile', async () => {
    const { session, listen } = await load();
    session.set(token('1'));
    listen('task', () => {});
    await later(0);
    calls[0]!.open();
    calls[0]!.send(hello(6));
    await later(0);
    look('hidden');
    await later(1_000);
    look('visible');
    await later(10_000);
    expect(calls[0]!.signal.aborted).toBe(false);
    look('hidden');
    await later(10_000);
    expect(calls[0]!.signal.aborted).toBe(true);
    await later(600_000);
    expect(calls).toHaveLength(1);
    look('visible');
    await later(0);
    expect(calls).toHaveLength(2);
    expect(calls[1]!.headers['Last-Event-ID']).toBe('6');
  });

  it('ends with the session, and begins from the start for another account', async () => {
    const { session, listen } = await load();
    listen('task', () => {});
    await later(0);
    expect(calls).toHaveLength(0);
    session.set(token('1'));
    await later(0);
    calls[0]!.open();
    calls[0]!.send(hello(6));
    await later(0);
    session.set(null);
    expect(calls[0]!.signal.aborted).toBe(true);
    await later(600_000);
    expect(calls).toHaveLength(1);
    session.set(token('2'));
    await later(0);
    expect(calls[1]!.headers).toEqual({ Authorization: `Bearer ${token('2')}` });
    calls[1]!.refuse(401, 'session_ended');
    await later(600_000);
    expect(session.get()).toBeNull();
    expect(calls).toHaveLength(2);
  });

  it('tells of new data once, also when that happened while it was away', async () => {
    const { session, listen } = await load();
    session.set(token('1'));
    const heard: number[] = [];
    listen('generation', ({ generation }) => heard.push(generation));
    await later(0);
    calls[0]!.open();
    calls[0]!.send(hello(6, 4));
    await later(0);
    expect(heard).toEqual([]);
    calls[0]!.send('event: generation\ndata: {"generation":5}\n\n');
    await later(0);
    calls[0]!.end();
    await later(2_000);
    calls[1]!.open();
    calls[1]!.send(hello(6, 5));
    await later(0);
    expect(heard).toEqual([5]);
    calls[1]!.end();
    await later(2_000);
    calls[2]!.open();
    calls[2]!.send(hello(6, 8));
    await later(0);
    expect(heard).toEqual([5, 8]);
  });
});
