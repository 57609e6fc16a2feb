// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';
import { ApiError, toApiError } from '@/services/api/errors';
import type { Settings } from '@/lib/strategy';

const recompute = { query: { recompute: true } } as const;

let before: Promise<unknown> = Promise.resolve();

/** At most one is on its way: the next begins when the one before has answered or was called off. */
function inTurn<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const turn = before.then(() => {
    signal?.throwIfAborted();
    return run();
  });
  before = turn.catch(() => undefined);
  return turn;
}

export const strategy = {
  fields: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/strategy/fields', { signal })),
  versions: (limit: number, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/strategy/config/versions', { params: { query: { limit } }, signal })),
  /** The configuration in force with these changes, over a range. */
  backtest: (body: Settings, signal?: AbortSignal) =>
    inTurn(() => unwrap(api.POST('/api/v1/strategy/backtest', { body, signal })), signal),
  /** Where another version than the base is in force by now, nothing is saved: 412 precondition_failed. */
  async save(body: Settings, base: number) {
    const { data, error, response } = await api.GET('/api/v1/strategy/config');
    if (!data) throw toApiError(error, response);
    if (data.version !== base)
      throw new ApiError(412, 'precondition_failed', `Version ${data.version} is in force.`);
    // A tag that a proxy weakened matches nothing; the version was compared.
    const tag = response.headers.get('ETag');
    const header = tag?.startsWith('"') ? { 'If-Match': tag } : {};
    return unwrap(api.PUT('/api/v1/strategy/config', { params: { ...recompute, header }, body }));
  },
  restore: (version: number) =>
    unwrap(
      api.POST('/api/v1/strategy/config/versions/{version}/restore', {
        params: { path: { version }, ...recompute },
      }),
    ),
  record: (adjustments: Settings, reason: string, confidence: number) =>
    unwrap(
      api.POST('/api/v1/strategy/config/ai-adjust', {
        body: { adjustments, reason, confidence, dry_run: false },
      }),
    ),
  rebalance: () => unwrap(api.POST('/api/v1/strategy/rebalance')),
};
