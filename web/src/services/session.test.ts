// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';

const token = (sub: string, id: number) => `e30.${btoa(JSON.stringify({ sub, id, iat: 0, exp: 1 }))}.s`;
const OLD = token('1', 1);
const NEW = token('1', 2);
const OTHER = token('2', 3);

/** As loaded by one tab, whose storage and locks the browser refuses. */
async function tab() {
  vi.resetModules();
  return (await import('@/services/session')).session;
}

beforeEach(() => {
  vi.stubGlobal('localStorage', undefined);
  vi.stubGlobal('navigator', {});
});

describe('a refused token', () => {
  it('that ran out leaves the page, and the reason is known', async () => {
    const session = await tab();
    session.set(OLD);
    expect(await session.refused(OLD, 'token_expired')).toBe(false);
    expect([session.get(), session.lapsed(), session.why()]).toEqual([OLD, true, null]);
    session.set(NEW);
    expect(session.lapsed()).toBe(false);
  });
  it('that was ended signs out and says why', async () => {
    const session = await tab();
    session.set(OLD);
    await session.refused(OLD, 'account_disabled');
    expect([session.get(), session.why()]).toEqual([null, 'account_disabled']);
  });
  it('that this page itself ends says what it did, whichever request notices first', async () => {
    const session = await tab();
    session.set(OLD);
    session.expect('restored');
    await session.refused(OLD, 'session_ended');
    expect([session.get(), session.why()]).toEqual([null, 'restored']);
    session.set(NEW);
    await session.refused(NEW, 'session_ended');
    expect(session.why()).toBe('session_ended');
  });
  it('that was replaced meanwhile is worth another try, for the same account only', async () => {
    const session = await tab();
    session.set(NEW);
    expect(await session.refused(OLD, 'session_ended')).toBe(true);
    expect(session.get()).toBe(NEW);
    session.set(OTHER);
    expect(await session.refused(OLD, 'session_ended')).toBe(false);
    expect(session.get()).toBe(OTHER);
  });
  it('waits for who is renewing it', async () => {
    const session = await tab();
    session.set(OLD);
    let answer = (_: string) => {};
    const asked = new Promise<string>((resolve) => (answer = resolve));
    const renewed = session.renew(
      () => true,
      () => asked,
    );
    const again = session.refused(OLD, 'session_ended');
    answer(NEW);
    await renewed;
    expect(await again).toBe(true);
    expect(session.get()).toBe(NEW);
  });
});

describe('renewing', () => {
  it('asks once for several that want it', async () => {
    const session = await tab();
    session.set(OLD);
    const ask = vi.fn(() => Promise.resolve(NEW));
    const want = () => session.renew((now) => now === OLD, ask);
    await Promise.all([want(), want()]);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(session.get()).toBe(NEW);
  });
  it('keeps the old one when it fails, and does not sign in who signed out meanwhile', async () => {
    const session = await tab();
    session.set(OLD);
    await expect(
      session.renew(
        () => true,
        () => Promise.reject(new Error('away')),
      ),
    ).rejects.toThrow('away');
    expect(session.get()).toBe(OLD);
    await session.renew(
      () => true,
      () => {
        session.set(null);
        return Promise.resolve(NEW);
      },
    );
    expect(session.get()).toBeNull();
  });
});
