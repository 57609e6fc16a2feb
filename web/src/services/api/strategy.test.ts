// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { strategy } from '@/services/api/strategy';

const BODY = { cost_bps: 12 };

function answers(...replies: Response[]) {
  const asked: Request[] = [];
  // Addresses of our own origin are relative; Node's Request wants whole ones.
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request);
    return Promise.resolve(replies[asked.length - 1]);
  });
  return asked;
}

const config = (version: number, tag: string) => Response.json({ version }, { headers: { ETag: tag } });

beforeEach(() => {
  const Whole = class extends Request {
    constructor(address: string, init?: RequestInit) {
      super(new URL(address, 'http://server.test'), init);
    }
  };
  vi.stubGlobal('Request', Whole);
});
afterEach(() => vi.unstubAllGlobals());

describe('saving the strategy', () => {
  it('names the tag of what it is based on', async () => {
    const asked = answers(config(3, '"abc-gz"'), Response.json({ version: 4 }));
    expect(await strategy.save(BODY, 3)).toEqual({ version: 4 });
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect(asked[1]!.headers.get('If-Match')).toBe('"abc-gz"');
    expect(await asked[1]!.json()).toEqual(BODY);
  });
  it('sends nothing where another version is in force', async () => {
    const asked = answers(config(4, '"abc"'));
    await expect(strategy.save(BODY, 3)).rejects.toMatchObject({ status: 412, code: 'precondition_failed' });
    expect(asked).toHaveLength(1);
  });
  it('hands on what the server refuses at the last moment', async () => {
    const problem = { status: 412, code: 'precondition_failed', detail: 'version 4 is in force' };
    answers(config(3, '"abc"'), Response.json(problem, { status: 412 }));
    await expect(strategy.save(BODY, 3)).rejects.toMatchObject({ code: 'precondition_failed' });
  });
  it('goes by the version alone where a proxy weakened the tag', async () => {
    const asked = answers(config(3, 'W/"abc"'), Response.json({ version: 4 }));
    await strategy.save(BODY, 3);
    expect(asked[1]!.headers.has('If-Match')).toBe(false);
  });
});
