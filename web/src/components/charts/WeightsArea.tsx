// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { moveApart, stacked, type Groups } from '@/lib/composition';
import { fromTime, toTime } from '@/lib/dates';
import { day, figure } from '@/lib/format';

const HEIGHT = 300;
const TOP = 6;
const FOOT = 22;
const LEFT = 38;
const LABELS = 190;
/** From this width on the groups are named at the right end. */
const ROOMY = 640;
const LINE = 15;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const TIP_WIDTH = 220;

interface WeightsAreaProps {
  groups: Groups;
  colours: readonly string[];
  /** What one row is: a session, or the average of a month. */
  monthly: boolean;
  /** The session that the page explains. */
  marked: string;
  /** The last session on or before a date. */
  sessionAt: (date: string) => string;
  onPick: (date: string) => void;
  summary: string;
}

/** Starts of years, or of months in a short window, far enough apart to be read. */
function timeTicks(from: string, to: string, width: number): { date: string; label: string }[] {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  const months = years < 2;
  const starts: string[] = [];
  for (let y = Number(from.slice(0, 4)); y <= Number(to.slice(0, 4)); y++)
    for (let m = 1; m <= (months ? 12 : 1); m++) starts.push(`${y}-${String(m).padStart(2, '0')}-01`);
  const inside = starts.filter((date) => date > from && date < to);
  const every = Math.max(1, Math.ceil((inside.length * 48) / Math.max(width, 1)));
  return inside
    .filter((date, i) => (months ? i : Number(date.slice(0, 4))) % every === 0)
    .map((date) => ({
      date,
      label: months && date.slice(5, 7) !== '01' ? day(date, 'month') : date.slice(0, 4),
    }));
}

/** Shares of the index over time, stacked to one; a click asks for the session under it. */
export function WeightsArea({
  groups,
  colours,
  monthly,
  marked,
  sessionAt,
  onPick,
  summary,
}: WeightsAreaProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(960);
  const [at, setAt] = useState<{ row: number; date: string } | null>(null);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);

  const { names, rows } = groups;
  const from = rows[0]!.date;
  const to = rows.at(-1)!.date;
  const start = toTime(from);
  const length = Math.max(toTime(to) - start, 1);
  const roomy = width >= ROOMY;
  const plot = Math.max(width - LEFT - (roomy ? LABELS : 8), 40);
  const base = HEIGHT - FOOT;
  const x = (date: string) => LEFT + ((toTime(date) - start) / length) * plot;
  const y = (share: number) => base - share * (base - TOP);

  const areas = useMemo(() => {
    const across = groups.rows.map(({ date }) => LEFT + ((toTime(date) - start) / length) * plot);
    const edge = (shares: readonly number[]) =>
      shares.map((share, i) => `${across[i]!.toFixed(1)} ${(base - share * (base - TOP)).toFixed(1)}`);
    const uppers = stacked(groups);
    const floor = groups.rows.map(() => 0);
    return uppers.map(
      (upper, g) =>
        `M${edge(upper).join('L')}L${edge(uppers[g - 1] ?? floor)
          .reverse()
          .join('L')}Z`,
    );
  }, [groups, start, length, plot, base]);

  const ends = useMemo(() => {
    const last = rows.at(-1)!.weights;
    const middles = stacked({ names, rows: rows.slice(-1) }).map(
      ([upper], g) => base - (upper! - last[g]! / 2) * (base - TOP),
    );
    // From the top down: the last group is the highest.
    const apart = moveApart([...middles].reverse(), LINE, TOP + LINE / 2, base - LINE / 2);
    return apart.map((top, i) => ({ top, group: last.length - 1 - i, weight: last[last.length - 1 - i]! }));
  }, [names, rows, base]);

  const rowNear = (date: string) => {
    const next = rows.findIndex((row) => row.date >= date);
    return next < 0 ? rows.length - 1 : next;
  };
  const pointed = (event: PointerEvent) => {
    const left = event.clientX - box.current!.getBoundingClientRect().left;
    const part = Math.min(1, Math.max(0, (left - LEFT) / plot));
    const date = sessionAt(fromTime(start + part * length));
    return { row: rowNear(date), date };
  };
  const move = (event: KeyboardEvent) => {
    const now = at?.row ?? rowNear(marked);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === 'Enter' && at) onPick(at.date);
    if (event.key === 'Escape') setAt(null);
    if (next === undefined) return;
    event.preventDefault();
    const row = Math.min(rows.length - 1, Math.max(0, next));
    setAt({ row, date: rows[row]!.date });
  };

  const shown = at && rows[at.row];
  const words = (row: number) =>
    names.map((name, g) => `${name} ${figure(rows[row]!.weights[g], 'percent1')}`).join(', ');
  const tipLeft = shown ? x(at.date) - TIP_WIDTH - 14 : 0;

  return (
    <div
      ref={box}
      className="chart weights"
      role="group"
      aria-label={summary}
      tabIndex={0}
      onKeyDown={move}
      onPointerMove={(event) => setAt(pointed(event))}
      onPointerLeave={() => setAt(null)}
      onClick={(event) => onPick(pointed(event as unknown as PointerEvent).date)}
    >
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {areas.map((path, g) => (
          <path
            key={names[g]}
            d={path}
            fill={colours[g]}
            fillOpacity="0.78"
            stroke="var(--surface)"
            strokeWidth={rows.length * 4 > plot ? 0.5 : 1}
          />
        ))}
        {TICKS.map((tick) => (
          <g key={tick}>
            {tick > 0 && tick < 1 && (
              <path d={`M${LEFT} ${y(tick)}H${LEFT + plot}`} stroke="var(--surface)" strokeOpacity="0.35" />
            )}
            <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
              {Math.round(tick * 100)}%
            </text>
          </g>
        ))}
        {timeTicks(from, to, plot).map(({ date, label }) => (
          <text key={date} x={x(date)} y={HEIGHT - 6} textAnchor="middle">
            {label}
          </text>
        ))}
        {marked >= from && marked <= to && (
          <path d={`M${x(marked)} ${TOP}V${base}`} stroke="var(--text-1)" strokeWidth="1.5" />
        )}
        {at && <path d={`M${x(at.date)} ${TOP}V${base}`} stroke="var(--text-1)" strokeDasharray="4 3" />}
        {roomy &&
          ends.map(({ top, group, weight }) => (
            <g key={names[group]}>
              <rect x={LEFT + plot + 8} y={top - 5} width="10" height="10" rx="2" fill={colours[group]} />
              <text className="end" x={LEFT + plot + 24} y={top + 4}>
                {names[group]} {figure(weight, 'percent1')}
              </text>
            </g>
          ))}
      </svg>
      {!roomy && (
        <div className="legend" aria-hidden="true">
          {names.map((name, g) => (
            <span key={name}>
              <i className="sw" style={{ background: colours[g] }} />
              {name} {figure((shown ?? rows.at(-1)!).weights[g], 'percent1')}
            </span>
          ))}
        </div>
      )}
      {shown && (
        <div
          className="tip"
          style={{ left: tipLeft >= LEFT ? tipLeft : x(at.date) + 14, width: TIP_WIDTH }}
          aria-hidden="true"
        >
          <b>
            {monthly ? `${day(shown.date, 'month')} ${shown.date.slice(0, 4)}, average` : day(shown.date)}
          </b>
          {names
            .map((name, g) => (
              <div key={name}>
                <i className="sw" style={{ background: colours[g] }} />
                {name} <b>{figure(shown.weights[g], 'percent1')}</b>
              </div>
            ))
            .reverse()}
          <p className="note">Click: explain {day(at.date)}</p>
        </div>
      )}
      <span className="sr" role="status">
        {shown ? `${day(at.date)}: ${words(at.row)}. Enter explains this session.` : ''}
      </span>
    </div>
  );
}
