// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import {
  createBacktestPlot,
  type BacktestLine,
  type BacktestPlot,
  type BacktestPlotData,
} from '@/components/charts/backtestPlot';
import { day, figure } from '@/lib/format';

interface BacktestChartProps {
  data: BacktestPlotData;
  /** What the lower pane shows. */
  caption: string;
  summary: string;
}

const TIP_WIDTH = 226;
const TIP_GAP = 14;
const MONTH = 21;
const byDate = (line: BacktestLine) => new Map(line.series.map(({ date, value }) => [date, value]));

export default function BacktestChart({ data, caption, summary }: BacktestChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<BacktestPlot>(null);
  const [hover, setHover] = useState<{ date: string; x: number } | null>(null);
  const [spoken, setSpoken] = useState('');
  const [lower, setLower] = useState(0);

  useEffect(() => {
    const created = createBacktestPlot(box.current!, (date, x) => setHover(date ? { date, x } : null));
    plot.current = created;
    created.paint();
    const theme = new MutationObserver(created.paint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const size = new ResizeObserver(() =>
      requestAnimationFrame(() => plot.current && setLower(created.lower())),
    );
    size.observe(box.current!);
    return () => {
      theme.disconnect();
      size.disconnect();
      plot.current = null;
      created.destroy();
    };
  }, []);

  useEffect(() => {
    plot.current?.update(data);
    const frame = requestAnimationFrame(() => plot.current && setLower(plot.current.lower()));
    return () => cancelAnimationFrame(frame);
  }, [data]);

  // Front to back: the draft first.
  const lines = useMemo(
    () => [...data.lines].reverse().map((line) => ({ ...line, at: byDate(line) })),
    [data.lines],
  );
  const dates = useMemo(() => lines[0]?.series.map(({ date }) => date) ?? [], [lines]);
  const under = useMemo(() => new Map(data.ratio.map(({ date, value }) => [date, value])), [data.ratio]);

  const rowsOf = (date: string): [string, string, string?][] => [
    ...lines.map(({ name, colour, at }): [string, string, string] => [
      name,
      figure(at.get(date), 'level'),
      colour,
    ]),
    ...(under.has(date) ? [[caption, figure(under.get(date), 'ratio')] as [string, string]] : []),
  ];

  const move = (event: KeyboardEvent) => {
    const now = hover ? dates.indexOf(hover.date) : dates.length;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    let next: number | null = null;
    if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = dates.length - 1;
    else if (step) next = now + step * (event.shiftKey ? MONTH : 1);
    if (event.key === 'Escape') plot.current?.point(null);
    if (next === null) return;
    event.preventDefault();
    const date = dates[Math.max(0, Math.min(dates.length - 1, next))]!;
    plot.current?.point(date);
    setHover({ date, x: plot.current?.x(date) ?? 0 });
    setSpoken(
      `${day(date)}: ${rowsOf(date)
        .map(([name, text]) => `${name} ${text}`)
        .join(', ')}`,
    );
  };

  const date = hover?.date ?? dates.at(-1);
  const rows = date ? rowsOf(date) : [];
  const before = hover ? hover.x - TIP_WIDTH - TIP_GAP : 0;
  return (
    <div className="chart" role="group" aria-label={summary} tabIndex={0} onKeyDown={move}>
      {date && (
        <div className="readout" aria-hidden="true">
          <span>
            {day(date)} <b>{rows[0]?.[1]}</b>
          </span>
          {rows.slice(1).map(([name, text]) => (
            <span key={name}>
              {name} <b>{text}</b>
            </span>
          ))}
        </div>
      )}
      <div className="plot">
        <div ref={box} className="over" aria-hidden="true" />
        {lower > 0 && data.ratio.length > 0 && (
          <span className="lane" aria-hidden="true" style={{ top: lower + 2 }}>
            {caption}
          </span>
        )}
        {hover && rows.length > 0 && (
          <div
            className="tip"
            aria-hidden="true"
            style={{ left: before >= 0 ? before : hover.x + TIP_GAP, width: TIP_WIDTH }}
          >
            <b>{day(hover.date, 'weekday')}</b>
            {rows.map(([name, text, ink]) => (
              <div key={name}>
                {ink && <i className="ln" style={{ borderColor: `var(--${ink})` }} />}
                {name} <b>{text}</b>
              </div>
            ))}
          </div>
        )}
      </div>
      <span className="sr" role="status">
        {spoken}
      </span>
    </div>
  );
}
