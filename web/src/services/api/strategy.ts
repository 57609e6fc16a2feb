// SPDX-License-Identifier: Apache-2.0
import { api, unwrap } from '@/services/api/base';
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
  save: (body: Settings) => unwrap(api.PUT('/api/v1/strategy/config', { params: recompute, body })),
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
