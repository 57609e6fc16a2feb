// SPDX-License-Identifier: Apache-2.0
import { day, figure } from '@/lib/format';
import type { CacheStatus, DatabaseStatus, RefreshStatus } from '@/types/api';

export interface Verdict {
  readonly well: boolean;
  /** What is the matter, and what to do about it. */
  readonly title: string;
  readonly more: string;
}

export const tablesOf = (database: DatabaseStatus) =>
  Object.entries(database.tables).map(([name, table]) => ({ name, ...table }));

/** One line: all is well, or the first thing that is not, the gravest first. */
export function verdict(
  database: DatabaseStatus,
  refresh: RefreshStatus,
  cache: CacheStatus,
  sample: boolean,
): Verdict {
  const broken = tablesOf(database).filter(({ status }) => status === 'ERROR');
  const not = (title: string, more: string): Verdict => ({ well: false, title, more });
  if (broken.length)
    return not(
      `${broken.length === 1 ? 'A table' : `${figure(broken.length, 'count')} tables`} cannot be read.`,
      `${broken.map(({ name }) => name).join(', ')}: the log of the server says why.`,
    );
  if (!database.simulation_ready) return not('The index has no levels.', database.message);
  const late = refresh.prices.days_old ?? 0;
  if (refresh.prices.needs_update && sample)
    return not(
      `The sample ends on ${day(refresh.prices.latest_date)}.`,
      `It is historical and stays ${figure(late, 'count')} sessions behind until prices are imported.`,
    );
  if (refresh.prices.needs_update)
    return not(
      `The prices are ${figure(late, 'count')} ${late === 1 ? 'session' : 'sessions'} behind.`,
      refresh.recommendation,
    );
  const stale = refresh.per_asset.filter((asset) => asset.needs_update);
  if (stale.length)
    return not(
      stale.length === 1
        ? `${stale[0]!.symbol} lags behind the others.`
        : `${stale[0]!.symbol} and ${figure(stale.length - 1, 'count')} more lag behind the others.`,
      refresh.recommendation,
    );
  if (!refresh.assets.has_benchmark)
    return not(
      'The S&P 500 is not stored.',
      'Figures against the benchmark are left out until it is imported.',
    );
  if (cache.status !== 'connected') return not('The cache is not in use.', cache.message);
  return {
    well: true,
    title: 'All is well.',
    more: `${database.message} ${refresh.recommendation}`,
  };
}

/** Bytes in the unit in which they are read: 1,364,772 is 1.4 MB. */
export function bytes(count: number): string {
  const unit = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ].find(([size]) => count >= (size as number)) as [number, string] | undefined;
  if (!unit) return `${figure(count, 'count')} bytes`;
  return `${(count / unit[0]).toFixed(1)} ${unit[1]}`;
}
