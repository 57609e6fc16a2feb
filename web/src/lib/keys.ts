// SPDX-License-Identifier: Apache-2.0

/** How long a new key shall hold. */
export const LIFETIMES = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'one year' },
  { days: null, label: 'until it is revoked' },
] as const;

export function expiry(days: number | null, nowMs: number): string | null {
  return days === null ? null : new Date(nowMs + days * 86_400_000).toISOString();
}

type State = 'in force' | 'revoked' | 'expired';

/** Whether a key still opens anything. */
export function keyState(
  key: { readonly expires_at: string | null; readonly revoked_at: string | null },
  nowMs: number,
): State {
  if (key.revoked_at) return 'revoked';
  return key.expires_at && Date.parse(key.expires_at) <= nowMs ? 'expired' : 'in force';
}
