// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { paths } from '@/api/generated/schema';
import { address, createClient } from '@/services/api/client';

const hooks = { request: () => {}, answer: () => {}, silence: (error: unknown) => error };
const client = createClient<paths>('http://server.test', hooks);

function answers(...replies: (() => Response | Promise<Response>)[]) {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request);
    return Promise.resolve().then(replies[asked.length - 1]);
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('the address of a call', () => {
  it('fills the path and keeps the defined values of the query', () => {
    const params = {
      path: { symbol: 'BRK/B' },
      query: { start_date: undefined, normalize: false, q: 'a b' },
    };
    expect(address('/assets/{symbol}/history', params)).toBe('/assets/BRK%2FB/history?normalize=false&q=a+b');
  });
  it('repeats a list, and has no empty query', () => {
    expect(address('/x', { query: { code: ['a', 'b'] } })).toBe('/x?code=a&code=b');
    expect(address('/x', { query: { code: null } })).toBe('/x');
  });
});

describe('a call', () => {
  it('sends JSON and reads JSON', async () => {
    const asked = answers(() => Response.json({ access_token: 't' }));
    const { data } = await client.POST('/api/v1/auth/login', { body: { email: 'a@b.c', password: 'p' } });
    expect(data).toEqual({ access_token: 't' });
    expect(asked[0]!.method).toBe('POST');
    expect(asked[0]!.headers.get('Content-Type')).toBe('application/json');
    expect(await asked[0]!.json()).toEqual({ email: 'a@b.c', password: 'p' });
  });
  it('hands a refusal over as the error', async () => {
    answers(() => Response.json({ code: 'invalid' }, { status: 422 }));
    const { data, error, response } = await client.GET('/api/v1/auth/me');
    expect(data).toBeUndefined();
    expect(error).toEqual({ code: 'invalid' });
    expect(response.status).toBe(422);
  });
  it('keeps an error that is no JSON as text', async () => {
    answers(() => new Response('gone', { status: 502 }));
    expect((await client.GET('/api/v1/auth/me')).error).toBe('gone');
  });
  it('is made once more, body and all, when a refusal is worth it', async () => {
    const asked = answers(
      () => Response.json({ code: 'old' }, { status: 401 }),
      () => Response.json({ access_token: 't' }),
    );
    let token = 'old';
    const renewing = createClient<paths>('http://server.test', {
      ...hooks,
      request: (request) => request.headers.set('Authorization', token),
      again: async (request, response) => {
        expect(await response.json()).toEqual({ code: 'old' });
        expect(request.headers.get('Authorization')).toBe('old');
        token = 'new';
        return true;
      },
    });
    const { data } = await renewing.POST('/api/v1/auth/login', { body: { email: 'a@b.c', password: 'p' } });
    expect(data).toEqual({ access_token: 't' });
    expect(asked[1]!.headers.get('Authorization')).toBe('new');
    expect(await asked[1]!.json()).toEqual({ email: 'a@b.c', password: 'p' });
  });
  it('throws what the hook makes of a silence', async () => {
    answers(() => Promise.reject(new TypeError('failed')));
    const silent = createClient<paths>('http://server.test', { ...hooks, silence: () => new Error('away') });
    await expect(silent.GET('/api/v1/auth/me')).rejects.toThrow('away');
  });
});
