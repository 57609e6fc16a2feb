// SPDX-License-Identifier: Apache-2.0

/** Empty: the API is where the pages come from. */
export const API_URL = process.env.NEXT_PUBLIC_API_URL ?? '';

export const STORAGE = {
  token: 'autoindex.token',
  preferences: 'autoindex.preferences',
} as const;

export const HEARTBEAT_MS = 10_000;
export const RETRY_AWAY_MS = 2_500;
/** How often a panel asks again while the database of the server is away. */
export const UNAVAILABLE_RETRY_MS = 8_000;
