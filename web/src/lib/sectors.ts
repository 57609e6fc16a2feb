// SPDX-License-Identifier: Apache-2.0
import type { Allocation } from '@/types/api';

export const NO_SECTOR = 'No sector';

/** A sector keeps its colour on every page. */
const ORDER = [
  'Health Care',
  'Consumer Defensive',
  'Consumer Cyclical',
  'Energy',
  'Technology',
  'Financials',
  'Industrials',
];

export function sectorColour(sector: string | null | undefined): string {
  const at = ORDER.indexOf(sector ?? '');
  return `var(--cat-${at < 0 ? 8 : at + 1})`;
}

export interface SectorRow {
  readonly sector: string;
  readonly stocks: readonly Allocation[];
  readonly weight: number;
  /** Contribution of its stocks over the sector's weight before the day; null when a return is missing. */
  readonly daily: number | null;
}

/** The allocations by sector, heaviest first. */
export function bySector(allocations: readonly Allocation[]): SectorRow[] {
  const groups = new Map<string, Allocation[]>();
  for (const allocation of allocations) {
    const sector = allocation.sector ?? NO_SECTOR;
    groups.set(sector, [...(groups.get(sector) ?? []), allocation]);
  }
  return [...groups.entries()]
    .map(([sector, stocks]) => {
      const weight = stocks.reduce((sum, a) => sum + a.weight, 0);
      const known = stocks.every((a) => a.daily_return !== null);
      const before = stocks.reduce((sum, a) => sum + a.weight / (1 + (a.daily_return ?? 0)), 0);
      return { sector, stocks, weight, daily: known && before > 0 ? weight / before - 1 : null };
    })
    .sort((a, b) => b.weight - a.weight);
}
