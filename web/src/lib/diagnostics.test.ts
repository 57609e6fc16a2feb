// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { bytes, verdict } from '@/lib/diagnostics';
import type { CacheStatus, DatabaseStatus, RefreshStatus } from '@/types/api';

const table = { count: 1, status: 'OK', earliest_date: null, latest_date: null };
const database = {
  timestamp: '',
  backend: 'sqlite',
  tables: { prices: table, index_values: table },
  simulation_ready: true,
  message: 'Ready.',
} as unknown as DatabaseStatus;
const refresh: RefreshStatus = {
  assets: { count: 2, symbols: ['A', 'B'], has_benchmark: true },
  prices: { latest_date: '2022-12-28', days_old: 0, needs_update: false },
  per_asset: ['A', 'B'].map((symbol) => ({
    symbol,
    rows: 1,
    first_date: null,
    latest_date: '2022-12-28',
    days_old: 0,
    needs_update: false,
  })),
  recommendation: 'Nothing to do.',
};
const cache = { status: 'connected', message: '' } as CacheStatus;

describe('the verdict', () => {
  it('is that all is well', () => {
    expect(verdict(database, refresh, cache, false)).toMatchObject({ well: true, title: 'All is well.' });
  });
  it('names the gravest first', () => {
    const bad = { ...database, tables: { ...database.tables, prices: { ...table, status: 'ERROR' } } };
    const late = { ...refresh, prices: { ...refresh.prices, days_old: 3, needs_update: true } };
    expect(verdict(bad as DatabaseStatus, late, cache, false).more).toMatch(/^prices:/);
    expect(verdict({ ...database, simulation_ready: false }, late, cache, false).title).toMatch(/no levels/);
    expect(verdict(database, late, cache, false).title).toBe('The prices are 3 sessions behind.');
    expect(verdict(database, late, cache, true).title).toBe('The sample ends on 28 Dec 2022.');
  });
  it('names the asset that lags, the missing benchmark, the cache', () => {
    const lag = { ...refresh.per_asset[0]!, needs_update: true };
    expect(verdict(database, { ...refresh, per_asset: [lag] }, cache, false).title).toMatch(
      /^A lags? behind/,
    );
    const alone = { ...refresh, assets: { ...refresh.assets, has_benchmark: false } };
    expect(verdict(database, alone, cache, false).title).toMatch(/S&P 500/);
    expect(verdict(database, refresh, { ...cache, status: 'disconnected' }, false).well).toBe(false);
  });
});

describe('bytes', () => {
  it('are shown in the unit in which they are read', () => {
    expect(bytes(512)).toBe('512 bytes');
    expect(bytes(1_364_772)).toBe('1.4 MB');
  });
});
