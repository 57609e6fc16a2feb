// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import {
  createSimulationPlot,
  type SimulationPlot,
  type SimulationPlotData,
} from '@/components/charts/simulationPlot';
import { usePreferences } from '@/hooks/usePreferences';
import { day } from '@/lib/format';
import { money, rate } from '@/lib/money';
import type { Series } from '@/types/series';

interface SimulationChartProps {
  data: SimulationPlotData;
  currency: string;
  benchmarkName: string;
  summary: string;
}

const TIP_WIDTH = 226;
const TIP_GAP = 14;
const byDate = (series: Series) => new Map(series.map(({ date, value }) => [date, value]));

export default function SimulationChart({ data, currency, benchmarkName, summary }: SimulationChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<SimulationPlot>(null);
  const [hover, setHover] = useState<{ date: string; x: number } | null>(null);
  const [spoken, setSpoken] = useState('');
  const { hideAmounts } = usePreferences();

  useEffect(() => {
    const created = createSimulationPlot(box.current!, hideAmounts, (date, x) =>
      setHover(date ? { date, x } : null),
    );
    plot.current = created;
    created.paint();
    const theme = new MutationObserver(created.paint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      theme.disconnect();
      plot.current = null;
      created.destroy();
    };
  }, [hideAmounts]);

  useEffect(() => plot.current?.update(data), [data, hideAmounts]);

  const lookup = useMemo(
    () => ({
      still: byDate(data.still),
      benchmark: byDate(data.benchmark),
      invested: byDate(data.invested),
      rate: byDate(data.rate),
      place: new Map(data.value.map(({ date }, i) => [date, i])),
    }),
    [data],
  );

  const rowsOf = (date: string): [string, string, string?][] => {
    const at = lookup.place.get(date);
    if (at === undefined) return [];
    const amount = (value: number | undefined) => (hideAmounts ? '•••••' : money(value ?? null, currency));
    const rows: [string, string, string?][] = [['AutoIndex', amount(data.value[at]!.value), 'series-index']];
    if (data.still.length) rows.push(['At the start rate', amount(lookup.still.get(date)), 'series-net']);
    if (data.benchmark.length)
      rows.push([benchmarkName, amount(lookup.benchmark.get(date)), 'series-benchmark']);
    rows.push(['Paid in', amount(lookup.invested.get(date))]);
    if (data.rate.length) rows.push([`${currency} for 1 USD`, rate(lookup.rate.get(date))]);
    return rows;
  };

  const move = (event: KeyboardEvent) => {
    const now = hover ? (lookup.place.get(hover.date) ?? data.value.length) : data.value.length;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    let next: number | null = null;
    if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = data.value.length - 1;
    else if (step) next = now + step * (event.shiftKey ? 21 : 1);
    if (event.key === 'Escape') plot.current?.point(null);
    if (next === null) return;
    event.preventDefault();
    const { date } = data.value[Math.max(0, Math.min(data.value.length - 1, next))]!;
    plot.current?.point(date);
    setHover({ date, x: plot.current?.x(date) ?? 0 });
    setSpoken(
      `${day(date)}: ${rowsOf(date)
        .map(([name, text]) => `${name} ${text}`)
        .join(', ')}`,
    );
  };

  const last = data.value.at(-1)?.date;
  const date = hover?.date ?? last;
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
