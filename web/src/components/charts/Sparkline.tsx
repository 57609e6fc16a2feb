// SPDX-License-Identifier: Apache-2.0
import { thin } from '@/lib/series';
import type { Series } from '@/types/series';

const WIDTH = 84;
const HEIGHT = 18;

/** A line without axes; the figures beside it carry the meaning. */
export function Sparkline({ series }: { series: Series }) {
  const points = thin(series, 64).map((p) => p.value);
  const low = Math.min(...points);
  const spread = Math.max(...points) - low || 1;
  const path = points
    .map((value, i) => {
      const x = (i / Math.max(points.length - 1, 1)) * WIDTH;
      const y = HEIGHT - 2 - ((value - low) / spread) * (HEIGHT - 4);
      return `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <svg className="bars" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={path} fill="none" stroke="var(--text-3)" strokeWidth="1.1" strokeLinejoin="round" />
    </svg>
  );
}
