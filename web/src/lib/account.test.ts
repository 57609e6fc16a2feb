// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { agentName } from '@/lib/agent';
import { allEntries, actionWords, auditCsv, detailWords } from '@/lib/audit';
import { fieldErrors } from '@/lib/fieldErrors';
import { expiry, keyState } from '@/lib/keys';
import { loginErrors, wantsCode, whySignIn } from '@/lib/loginErrors';
import { inFours, qrPath } from '@/lib/qr';
import { due, expired, sameAccount } from '@/lib/token';
import { actionsFor, barred } from '@/lib/users';
import { loginPath } from '@/lib/utils';
import { ApiError } from '@/services/api/errors';
import type { AuditEntry } from '@/types/account';

const token = (claims: object) =>
  `e30.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_')}.s`;

describe('a token', () => {
  const one = token({ sub: '7', iat: 1000, exp: 2000 });
  it('is due in the second half of its time', () => {
    expect(due(one, 1_499_000)).toBe(false);
    expect(due(one, 1_501_000)).toBe(true);
  });
  it('is expired from its last second on', () => {
    expect(expired(one, 1_999_999)).toBe(false);
    expect(expired(one, 2_000_000)).toBe(true);
  });
  it('that cannot be read is never due, nor expired, and is nobody’s', () => {
    for (const broken of [null, '', 'x', 'a.b.c', 'a.bnVsbA.c']) {
      expect(due(broken, 9e15)).toBe(false);
      expect(expired(broken, 9e15)).toBe(false);
      expect(sameAccount(broken, broken)).toBe(false);
    }
  });
  it('tells accounts apart', () => {
    expect(sameAccount(one, token({ sub: '7', iat: 5, exp: 6 }))).toBe(true);
    expect(sameAccount(one, token({ sub: '8', iat: 1000, exp: 2000 }))).toBe(false);
    expect(sameAccount(one, null)).toBe(false);
  });
});

describe('refusals of a sign-in', () => {
  const refused = (code: string) => new ApiError(401, code, 'x');
  it('ask for a code, and find the wrong one at its field', () => {
    expect(wantsCode(refused('totp_required'))).toBe(true);
    expect(wantsCode(refused('invalid_credentials'))).toBe(false);
    expect(loginErrors(refused('invalid_code')).code).toMatch(/used already/);
  });
  it('tell a disabled account from a wrong password', () => {
    expect(loginErrors(refused('account_disabled')).form).toMatch(/disabled/);
    expect(loginErrors(refused('invalid_credentials')).form).toMatch(/No account/);
  });
  it('have a sentence for the address of the page, never its text', () => {
    expect(whySignIn(null)).toBeNull();
    expect(whySignIn('session_ended')).toMatch(/ended/);
    expect(whySignIn('toString')).toMatch(/no longer accepts/);
    expect(whySignIn('Pay here')).not.toMatch(/Pay/);
    expect(loginPath('/asset/?symbol=A', 'session_ended')).toBe(
      '/login/?next=%2Fasset%2F%3Fsymbol%3DA&why=session_ended',
    );
  });
});

describe('refusals of a form', () => {
  it('go to the fields that they name, joined', () => {
    const error = new ApiError(422, 'invalid', 'no', [
      { field: 'new', message: 'a digit' },
      { field: 'new', message: 'not common' },
    ]);
    expect(fieldErrors(error, ['current', 'new'])).toEqual({ new: 'a digit; not common' });
  });
  it('about anything else go to the form', () => {
    const error = new ApiError(422, 'invalid', 'no', [{ field: 'other', message: 'm' }]);
    expect(fieldErrors(error, ['new'])).toEqual({ form: 'no' });
    expect(fieldErrors(new ApiError(0, 'no_answer', ''), ['new']).form).toMatch(/does not answer/);
    expect(fieldErrors(new Error('x'), ['new']).form).toMatch(/could not be read/);
  });
});

describe('a client', () => {
  it('has a short name', () => {
    const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36';
    expect(agentName(chrome)).toBe('Chrome on Linux');
    expect(agentName(`${chrome} Edg/126.0`)).toBe('Edge on Linux');
    expect(agentName('curl/8.5.0')).toBe('curl');
    expect(agentName(null)).toBe('unnamed client');
  });
});

describe('a key', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it('ends after its days, or never', () => {
    expect(expiry(30, now)).toBe('2026-01-31T00:00:00.000Z');
    expect(expiry(null, now)).toBeNull();
  });
  it('is revoked before it is expired', () => {
    expect(keyState({ expires_at: null, revoked_at: null }, now)).toBe('in force');
    expect(keyState({ expires_at: '2026-01-01T00:00:00Z', revoked_at: null }, now)).toBe('expired');
    const ended = { expires_at: '2025-01-01T00:00:00Z', revoked_at: '2024-01-01T00:00:00Z' };
    expect(keyState(ended, now)).toBe('revoked');
  });
});

describe('an account', () => {
  it('can be given what it is not', () => {
    expect(actionsFor({ role: 'user', disabled: false, sessions: 2 })).toEqual([
      'promote',
      'disable',
      'revoke',
    ]);
    expect(actionsFor({ role: 'admin', disabled: true, sessions: 0 })).toEqual(['demote', 'enable']);
  });
  it('of one’s own stays as it is', () => {
    expect(barred({ id: 1 }, { id: 1 })).toMatch(/another administrator/);
    expect(barred({ id: 2 }, { id: 1 })).toBeNull();
  });
});

describe('the log', () => {
  const entry = (id: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
    id,
    at: '2026-01-01T00:00:00Z',
    actor_id: null,
    actor: 'nobody',
    action: 'auth.login',
    object: null,
    detail: null,
    address: null,
    request_id: null,
    hash: 'h',
    ...more,
  });
  it('is in words, and keeps what it does not know', () => {
    expect(actionWords('user.disable')).toBe('disabled an account');
    expect(actionWords('moon.land')).toBe('moon.land');
    expect(detailWords('{"role":"admin","n":2}')).toBe('role: admin, n: 2');
    expect(detailWords('{broken')).toBe('{broken');
    expect(detailWords('[1]')).toBe('[1]');
    expect(detailWords(null)).toBe('');
  });
  it('saved as CSV has no formula in it', () => {
    const [, row] = auditCsv([entry(1, { actor: '=1+1@x.y', detail: '{"a":1}' })]).split('\n');
    expect(row).toBe('1,2026-01-01T00:00:00Z,,\'=1+1@x.y,auth.login,,"{""a"":1}",,,h');
  });
  it('is read whole, each entry once though others come meanwhile', async () => {
    const pages = [
      [5, 4],
      [4, 3],
      [2, 1],
    ];
    let asked = 0;
    const all = await allEntries((limit, offset) => {
      expect([limit, offset]).toEqual([2, asked * 2]);
      return Promise.resolve({ items: pages[asked++]!.map((id) => entry(id)), total: asked > 1 ? 6 : 5 });
    }, 2);
    expect(all.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('the picture to scan', () => {
  it('draws each run of dark cells once', () => {
    expect(qrPath([[true, true, false, true], [false, false, false, false], [true]])).toBe(
      'M0 0h2v1h-2zM3 0h1v1h-1zM0 2h1v1h-1z',
    );
  });
  it('has its secret in groups of four', () => {
    expect(inFours('ABCDEFGH')).toBe('ABCD EFGH');
    expect(inFours('ABCDE')).toBe('ABCD E');
  });
});
