// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  callOf,
  curlOf,
  entries,
  limitWords,
  matching,
  resolve,
  typeWords,
  type ApiDocument,
} from '@/lib/openapi';

const document = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
) as ApiDocument;
const all = entries(document);
const byId = (id: string) => all.find((entry) => entry.operation.operationId === id)!;

describe('the document', () => {
  it('has an entry for each operation', () => {
    expect(all.length).toBeGreaterThan(30);
    expect(byId('getAssetHistory')).toMatchObject({
      method: 'GET',
      path: '/api/v1/index/assets/{symbol}/history',
    });
  });
  it('is searched by words of path, name and summary', () => {
    const ids = matching(all, 'get ASSETS hist').map((entry) => entry.operation.operationId);
    expect(ids).toEqual(['getAssetHistory']);
    expect(matching(all, '')).toEqual(all);
  });
  it('resolves its references', () => {
    const reply = resolve(document, byId('getMe').operation.responses['401']!);
    expect(reply.content).toHaveProperty('application/problem+json');
  });
});

describe('schemas in words', () => {
  it('name types', () => {
    expect(typeWords({ type: ['integer', 'null'] })).toBe('integer or null');
    expect(typeWords({ type: 'array', items: { $ref: '#/components/schemas/Asset' } })).toBe('list of Asset');
    expect(typeWords({ type: ['string', 'null'], format: 'date' })).toBe('date or null');
  });
  it('say their limits', () => {
    expect(limitWords({ type: 'integer', minimum: 1, maximum: 9, default: 3 })).toBe(
      'at least 1; at most 9; default 3',
    );
    expect(limitWords({ enum: ['a', 'b', null] })).toBe('one of a, b');
  });
});

describe('a call', () => {
  it('fills the path and leaves out what is empty', () => {
    const call = callOf(byId('getAssetHistory'), { symbol: 'BRK/B', start_date: '', normalize: 'true' }, '');
    expect(call).toEqual({
      method: 'GET',
      target: '/api/v1/index/assets/BRK%2FB/history?normalize=true',
      headers: {},
      body: null,
    });
  });
  it('keeps what goes into a header out of the address', () => {
    const call = callOf(byId('putStrategyConfig'), { 'If-Match': '"abc"', recompute: 'false' }, '{}');
    expect(call.target).toBe('/api/v1/strategy/config?recompute=false');
    expect(call.headers).toEqual({ 'If-Match': '"abc"' });
    expect(curlOf(call, 'http://host', false)).toBe(
      `curl -sS -X PUT -H 'If-Match: "abc"' -H 'Content-Type: application/json' -d '{}' ` +
        `'http://host/api/v1/strategy/config?recompute=false'`,
    );
  });
  it('is a line for a shell, without the token itself', () => {
    const call = callOf(byId('login'), {}, `{"email":"o'hara@example.com"}`);
    expect(curlOf(call, 'http://host', true)).toBe(
      `curl -sS -X POST -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' ` +
        `-d '{"email":"o'\\''hara@example.com"}' 'http://host/api/v1/auth/login'`,
    );
  });
});
