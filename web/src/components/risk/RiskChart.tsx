// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { createRiskPlot, type RiskPlot, type RiskPlotData } from '@/components/risk/riskPlot';
import { day, figure } from '@/lib/format';
import type { Span } from '@/lib/ranges';

interface RiskChartProps extends RiskPlotData {
  /** Of the line, and of the second one. */
  names: readonly [string, string?];
  signed?: boolean;
  /** A fall: an area under zero. */
  area?: boolean;
  zoom?: Span | null;
  summary: string;
}

const TIP_WIDTH = 210;
const TIP_GAP = 14;
const MONTH = 21;

/** One figure over time: the pointer or the arrow keys read it. */
export default function RiskChart(props: RiskChartProps) {
  const { main, second, kind, names, signed = false, area = false, zoom = null, summary } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<RiskPlot>(null);
  const [hover, setHover] = useState<{ date: string; x: number } | null>(null);
  const [spoken, setSpoken] = useState('');

  useEffect(() => {
    const created = createRiskPlot(box.current!, area, (date, x) => setHover(date ? { date, x } : null));
    plot.current = created;
    created.paint();
    const theme = new MutationObserver(created.paint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      theme.disconnect();
      plot.current = null;
      created.destroy();
    };
  }, [area]);

  useEffect(() => plot.current?.update({ main, second, kind }), [main, second, kind, area]);
  useEffect(() => plot.current?.zoom(zoom), [zoom, main, second, kind, area]);

  const place = useMemo(() => new Map(main.map(({ date }, i) => [date, i])), [main]);
  const other = useMemo(() => new Map(second.map(({ date, value }) => [date, value])), [second]);
  const rowsOf = (date: string): [string, string, string][] => {
    const at = place.get(date);
    if (at === undefined) return [];
    const rows: [string, string, string][] = [
      [names[0], figure(main[at]!.value, kind, signed), area ? 'loss' : 'series-index'],
    ];
    if (names[1] && second.length) rows.push([names[1], figure(other.get(date), kind, signed), 'text-3']);
    return rows;
  };

  const move = (event: KeyboardEvent) => {
    const now = hover ? (place.get(hover.date) ?? main.length) : main.length;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    let next: number | null = null;
    if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = main.length - 1;
    else if (step) next = now + step * (event.shiftKey ? MONTH : 1);
    if (event.key === 'Escape') plot.current?.point(null);
    if (next === null || main.length === 0) return;
    event.preventDefault();
    const { date } = main[Math.max(0, Math.min(main.length - 1, next))]!;
    plot.current?.point(date);
    setHover({ date, x: plot.current?.x(date) ?? 0 });
    setSpoken(
      `${day(date)}: ${rowsOf(date)
        .map(([name, text]) => `${name} ${text}`)
        .join(', ')}`,
    );
  };

  const date = hover?.date ?? main.at(-1)?.date;
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
        {hover && rows.length > 0 && (
          <div
            className="tip"
            aria-hidden="true"
            style={{ left: before >= 0 ? before : hover.x + TIP_GAP, width: TIP_WIDTH }}
          >
            <b>{day(hover.date, 'weekday')}</b>
            {rows.map(([name, text, ink]) => (
              <div key={name}>
                <i className="ln" style={{ borderColor: `var(--${ink})` }} />
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
