// SPDX-License-Identifier: Apache-2.0
import type { Point, Series } from '@/types/series';

/** One fall from a peak: `recovered` is null while the level is still below it. */
export interface Episode {
  readonly depth: number;
  readonly peak: string;
  readonly trough: string;
  readonly recovered: string | null;
}

/** Every drawdown of a series, the deepest first. */
export function episodes(series: Series): Episode[] {
  const found: Episode[] = [];
  let peak: Point | undefined;
  let trough: Point | undefined;
  const close = (recovered: string | null) => {
    if (peak && trough) {
      found.push({ depth: trough.value / peak.value - 1, peak: peak.date, trough: trough.date, recovered });
    }
    trough = undefined;
  };
  for (const point of series) {
    if (!peak || point.value >= peak.value) {
      close(point.date);
      peak = point;
    } else if (!trough || point.value < trough.value) {
      trough = point;
    }
  }
  close(null);
  return found.sort((a, b) => a.depth - b.depth);
}
