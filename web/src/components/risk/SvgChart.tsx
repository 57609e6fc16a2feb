// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useWidth } from '@/hooks/useWidth';

/** Room for the figures of the value axis. */
export const AXIS_WIDTH = 44;

interface SvgChartProps {
  summary: string;
  /** Columns side by side. */
  count: number;
  height: number;
  /** What one column says. */
  words: (at: number) => string;
  /** What stands there while none is pointed at. */
  idle: string;
  /** Width is that of the columns alone; `at` the column pointed at. */
  children: (width: number, at: number | null) => ReactNode;
}

/** Columns drawn at the size they get; the pointer or the arrow keys read them. */
export function SvgChart({ summary, count, height, words, idle, children }: SvgChartProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const [spoken, setSpoken] = useState('');
  const inner = Math.max(0, width - AXIS_WIDTH);

  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const next = Math.floor((x / inner) * count);
    setAt(next >= 0 && next < count ? next : null);
  };
  const move = (event: KeyboardEvent) => {
    const now = at ?? (event.key === 'ArrowLeft' ? count : -1);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: count - 1 }[event.key];
    if (event.key === 'Escape') setAt(null);
    if (next === undefined || count === 0) return;
    event.preventDefault();
    const held = Math.max(0, Math.min(count - 1, next));
    setAt(held);
    setSpoken(words(held));
  };

  return (
    <div className="chart svgchart" role="group" aria-label={summary} tabIndex={0} onKeyDown={move}>
      <p className="svgread" aria-hidden="true">
        {at !== null && at < count ? words(at) : idle}
      </p>
      <div ref={box} style={{ height }}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            aria-hidden="true"
            onPointerMove={follow}
            onPointerLeave={() => setAt(null)}
          >
            {children(inner, at)}
          </svg>
        )}
      </div>
      <span className="sr" role="status">
        {spoken}
      </span>
    </div>
  );
}
