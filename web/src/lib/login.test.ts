// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { loginErrors } from '@/lib/loginErrors';
import { hasSequence, PASSWORD_RULES } from '@/lib/password';
import { initials, safeNext, shortName } from '@/lib/utils';
import { ApiError } from '@/services/api/errors';

const broken = (password: string) => PASSWORD_RULES.filter((rule) => !rule.holds(password)).length;

describe('password rules', () => {
  it('accept a good one', () => {
    expect(broken('Vault-Heron-82')).toBe(0);
  });
  it('find runs in both directions', () => {
    expect(hasSequence('xAbC')).toBe(true);
    expect(hasSequence('9321x')).toBe(true);
    expect(hasSequence('ewq')).toBe(true);
    expect(hasSequence('Heron82')).toBe(false);
  });
  it('find three equal characters', () => {
    expect(broken('Vault-Herooon-82')).toBe(1);
  });
  it('hold for nothing while the field is empty', () => {
    expect(broken('')).toBe(PASSWORD_RULES.length);
  });
});

describe('login errors', () => {
  it('go to their fields', () => {
    const error = new ApiError(422, 'validation', 'Validation failed', [
      { field: 'password', message: 'a digit' },
      { field: 'password', message: 'not common' },
    ]);
    expect(loginErrors(error).password).toBe('a digit; not common');
    expect(loginErrors(new ApiError(409, 'taken', '')).email).toMatch(/account already/);
  });
  it('say how long to wait', () => {
    expect(loginErrors(new ApiError(429, '', '', [], null, 12)).form).toMatch(/12 seconds/);
  });
});

describe('utilities', () => {
  it('never leave the app after signing in', () => {
    expect(safeNext('/asset/?symbol=PFE')).toBe('/asset/?symbol=PFE');
    expect(safeNext('//evil.example')).toBe('/dashboard/');
    expect(safeNext('https://evil.example')).toBe('/dashboard/');
    expect(safeNext('/\\evil.example')).toBe('/dashboard/');
  });
  it('shorten names of companies', () => {
    expect(shortName('The Coca-Cola Company')).toBe('Coca-Cola');
    expect(shortName('Eli Lilly and Company')).toBe('Eli Lilly');
    expect(shortName('Best Buy Co., Inc.')).toBe('Best Buy Co.');
  });
  it('make initials', () => {
    expect(initials('ada.lovelace@example.org')).toBe('AL');
    expect(initials('ada@example.org')).toBe('AD');
  });
});
