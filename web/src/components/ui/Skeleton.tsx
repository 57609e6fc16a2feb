// SPDX-License-Identifier: Apache-2.0

/** Holds the place of what is loading, at the height that it will have. */
export function Skeleton({ height, label = 'Loading' }: { height: number | string; label?: string }) {
  return (
    <div className="skel" style={{ height }} role="status">
      <span className="sr">{label}</span>
    </div>
  );
}

export function SkeletonRows({ rows }: { rows: number }) {
  return (
    <div className="skelrows" role="status">
      <span className="sr">Loading</span>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} style={{ width: `${88 - ((i * 37) % 40)}%` }} />
      ))}
    </div>
  );
}
