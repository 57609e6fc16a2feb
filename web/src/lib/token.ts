// SPDX-License-Identifier: Apache-2.0
// What a token says about itself. Only the server knows whether it still holds.

interface Claims {
  readonly sub?: unknown;
  /** Seconds since 1970. */
  readonly iat?: unknown;
  readonly exp?: unknown;
}

function claims(token: string | null): Claims {
  try {
    const body = (token ?? '').split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    return (JSON.parse(atob(body)) ?? {}) as Claims;
  } catch {
    return {};
  }
}

/** More than half of its time is over. What cannot be read is never due. */
export function due(token: string | null, nowMs: number): boolean {
  const { iat, exp } = claims(token);
  return typeof iat === 'number' && typeof exp === 'number' && nowMs > ((iat + exp) / 2) * 1000;
}

/** By this device's clock its time is over. What cannot be read is not. */
export function expired(token: string | null, nowMs: number): boolean {
  const { exp } = claims(token);
  return typeof exp === 'number' && nowMs >= exp * 1000;
}

/** Both are of one account. */
export function sameAccount(one: string | null, other: string | null): boolean {
  const { sub } = claims(one);
  return sub !== undefined && sub === claims(other).sub;
}
