// SPDX-License-Identifier: Apache-2.0
import { SkeletonRows } from '@/components/ui/Skeleton';

interface NoFiguresProps {
  /** Undefined while loading; null is a range without two sessions. */
  data?: null;
  failed: boolean;
  rows: number;
}

/** In place of figures that are computed from the levels. */
export function NoFigures({ data, failed, rows }: NoFiguresProps) {
  if (data === null) return <p className="muted">No two sessions in this range.</p>;
  if (failed) return <p className="muted">The levels that it is computed from are not there.</p>;
  return <SkeletonRows rows={rows} />;
}
