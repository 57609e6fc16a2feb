// SPDX-License-Identifier: Apache-2.0
import { figure } from '@/lib/format';
import { levelName, niceTicks, percentTicks } from '@/lib/risk';
import type { RiskBin, RiskTail } from '@/types/risk';

const TOP = 8;
const FOOT = 20;
/** Between two figures under the axis. */
const LABEL = 52;
const MARK_ROW = 18;
const MARK_WIDTH = 112;

interface HistogramProps {
  bins: readonly RiskBin[];
  /** Whose losses are marked. */
  tail: RiskTail | undefined;
  width: number;
  height: number;
  /** Class pointed at. */
  at: number | null;
}

/** A loss: its name stands over the line, and inside the plot. */
function Mark({ x, y, bottom, text }: { x: number; y: number; bottom: number; text: string }) {
  return (
    <g>
      <line x1={x} x2={x} y1={y + 4} y2={bottom} stroke="var(--loss)" strokeWidth={1.25} />
      <text x={Math.max(x + 4, MARK_WIDTH)} y={y} textAnchor="end" className="mark">
        {text}
      </text>
    </g>
  );
}

/** Days by the size of their return; losses beyond the value at risk in the colour of a loss. */
export function Histogram({ bins, tail, width, height, at }: HistogramProps) {
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return null;
  const bottom = height - FOOT;
  const most = Math.max(1, ...bins.map(({ count, normal }) => Math.max(count, normal ?? 0)));
  const x = (value: number) => ((value - first.from) / (last.to - first.from)) * width;
  const y = (count: number) => bottom - (count / most) * (bottom - TOP);
  const days = niceTicks(0, most, 5);
  const returns = niceTicks(first.from, last.to, Math.max(2, Math.floor(width / LABEL)));
  const names = percentTicks(returns);
  const step = width / bins.length;
  const edge = tail?.var === null || tail?.var === undefined ? -Infinity : -tail.var;
  const curve = bins
    .map(
      ({ from, to, normal }, i) =>
        `${i ? 'L' : 'M'}${x((from + to) / 2).toFixed(1)} ${y(normal ?? 0).toFixed(1)}`,
    )
    .join('');
  const percent = tail ? levelName(tail.alpha) : '';
  return (
    <>
      {days.map((tick) => (
        <g key={tick}>
          <line
            x1={0}
            x2={width}
            y1={Math.round(y(tick)) + 0.5}
            y2={Math.round(y(tick)) + 0.5}
            stroke={tick === 0 ? 'var(--line-mid)' : 'var(--grid)'}
          />
          <text x={width + 6} y={y(tick) + 4}>
            {figure(tick, 'count')}
          </text>
        </g>
      ))}
      {bins.map(({ from, to, count }, i) => (
        <rect
          key={from}
          x={i * step + 0.5}
          y={y(count)}
          width={Math.max(0.5, step - 1)}
          height={bottom - y(count)}
          fill={(from + to) / 2 < edge ? 'var(--loss)' : 'var(--series-net)'}
          opacity={at === null || at === i ? 1 : 0.55}
        />
      ))}
      {first.normal !== null && (
        <path d={curve} fill="none" stroke="var(--text-1)" strokeWidth={1.25} strokeLinejoin="round" />
      )}
      {tail && edge > first.from && (
        <Mark
          x={x(edge)}
          y={TOP + 10}
          bottom={bottom}
          text={`VaR ${percent} ${figure(tail.var, 'percent')}`}
        />
      )}
      {tail?.cvar !== null && tail?.cvar !== undefined && -tail.cvar > first.from && (
        <Mark
          x={x(-tail.cvar)}
          y={TOP + 10 + MARK_ROW}
          bottom={bottom}
          text={`CVaR ${percent} ${figure(tail.cvar, 'percent')}`}
        />
      )}
      {returns.map((tick, i) => {
        const place = x(tick);
        return (
          place > 14 &&
          place < width - 10 && (
            <text key={tick} x={place} y={height - 5} textAnchor="middle">
              {names[i]}
            </text>
          )
        );
      })}
    </>
  );
}
