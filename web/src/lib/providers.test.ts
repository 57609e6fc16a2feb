// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { providerErrors, providerWords, readReturn } from '@/lib/providers';
import { ApiError } from '@/services/api/errors';

const begun = {
  provider: { id: 'oidc', name: 'Our company' },
  purpose: 'link',
  binding: 'b',
  next: '/account/',
} as const;
const kept = JSON.stringify(begun);

describe('what comes back from a provider', () => {
  it('is a code for the page that began', () => {
    expect(readReturn('#code=abc', kept)).toEqual({ begun, code: 'abc', error: null });
  });
  it('is nothing where the page was opened in another way', () => {
    for (const hash of ['', '#', '#content', '#code=', '#a=b']) expect(readReturn(hash, kept)).toBeNull();
  });
  it('is an error, which wins over a code', () => {
    expect(readReturn('#error=x&code=abc', kept)).toEqual({ begun, code: null, error: 'x' });
    expect(readReturn('#error=x', null)).toEqual({ begun: null, code: null, error: 'x' });
  });
  it('is of no use to another page, or with what cannot be read', () => {
    const refused = { begun: null, code: null, error: 'other_page' };
    for (const bad of [
      null,
      '',
      'x',
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...begun, binding: 1 }),
      JSON.stringify({ ...begun, purpose: 'toString' }),
      JSON.stringify({ ...begun, provider: null }),
    ])
      expect(readReturn('#code=abc', bad)).toEqual(refused);
  });
});

describe('its words', () => {
  it('name the provider, and never hold text of the address', () => {
    expect(providerWords('provider_refused', 'Our company')).toMatch(/at Our company was cancelled/);
    expect(providerWords('provider_refused')).toMatch(/at the provider/);
    for (const odd of ['toString', 'Pay here', '']) {
      expect(providerWords(odd, 'X')).toBe('The sign-in at X did not succeed. Start it again.');
    }
  });
  it('say what the server refused, at its field or for the form', () => {
    const invalid = (field: string) => new ApiError(422, 'invalid', 'no', [{ field, message: 'is wrong' }]);
    expect(providerErrors(invalid('password'), 'X', ['password'])).toEqual({ password: 'is wrong' });
    expect(providerErrors(invalid('code'), 'X', ['password']).form).toMatch(/took too long/);
    expect(providerErrors(new ApiError(409, 'last_sign_in', ''), 'X', []).form).toMatch(
      /Set a password first/,
    );
    expect(providerErrors(new ApiError(409, 'identity_linked', ''), 'X', []).form).toMatch(/at X is linked/);
    expect(providerErrors(new ApiError(429, 'rate_limited', '', [], null, 7), 'X', []).form).toMatch(
      /7 seconds/,
    );
    expect(providerErrors(new ApiError(0, 'no_answer', ''), 'X', []).form).toMatch(/does not answer/);
    expect(providerErrors(new Error('x'), 'X', []).form).toMatch(/could not be read/);
  });
});
