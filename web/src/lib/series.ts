// SPDX-License-Identifier: Apache-2.0
import type { Point, Series } from '@/types/series';

/** The points that have a value; a missing one is not drawn. */
export function known(series: readonly { date: string; value: number | null }[]): Series {
  return series.filter((point): point is Point => point.value !== null);
}

/** Index of the last point on or before the date, −1 when every point is later. */
export function indexAtOrBefore(series: Series, date: string): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (series[mid]!.date <= date) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}

/** The points of a range; the base is the last point on or before `from`, or the first there is. */
export function cut(series: Series, from: string, to: string): Series {
  const first = Math.max(indexAtOrBefore(series, from), 0);
  return series.slice(first, indexAtOrBefore(series, to) + 1);
}

/** The same series with its first value at 100. */
export function rebase(series: Series): Series {
  const base = series[0]?.value;
  return base ? series.map(({ date, value }) => ({ date, value: (value / base) * 100 })) : [];
}

/** Both series on the dates that they have in common. */
export function common(a: Series, b: Series): [Point[], Point[]] {
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = a[i]!;
    const y = b[j]!;
    if (x.date === y.date) {
      left.push(x);
      right.push(y);
    }
    if (x.date <= y.date) i++;
    if (y.date <= x.date) j++;
  }
  return [left, right];
}

/** Every n-th point, the last one always among them; for sparklines. */
export function thin(series: Series, count: number): Series {
  if (series.length <= count) return series;
  const step = (series.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => series[Math.round(i * step)]!);
}
