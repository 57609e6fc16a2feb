// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { createLevelPlot, type Plot, type PlotLayout } from '@/components/charts/levelPlot';
import { momentWords, Readout, Tip, type Moment } from '@/components/charts/Crosshair';
import type { ChartData } from '@/hooks/useChartData';
import { drawdowns } from '@/lib/metrics';
import { rebase } from '@/lib/series';
import { turnoverBars } from '@/lib/turnover';
import type { Series } from '@/types/series';

interface LevelChartProps {
  data: Pick<ChartData, 'index' | 'benchmark' | 'rebalances' | 'log' | 'benchmarkName'>;
  name: string;
  bench: boolean;
  showIndex: boolean;
  /** Levels as they are, without the turnover lane: closes of a stock. */
  plain?: boolean;
  /** Codes that are rare enough to be worth a mark. */
  marked: ReadonlySet<string>;
  summary: string;
}

const byDate = (series: Series) => new Map(series.map(({ date, value }) => [date, value]));

export default function LevelChart({
  data,
  name,
  bench,
  showIndex,
  plain = false,
  marked,
  summary,
}: LevelChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(null);
  const [layout, setLayout] = useState<PlotLayout | null>(null);
  const [hover, setHover] = useState<{ date: string; x: number } | null>(null);
  const [spoken, setSpoken] = useState('');

  const drawn = useMemo(() => {
    const index = plain ? data.index : rebase(data.index);
    const benchmark = bench ? rebase(data.benchmark) : [];
    const { bars, monthly } = turnoverBars(data.rebalances, 720);
    return {
      plot: {
        index,
        benchmark,
        drawdown: drawdowns(index),
        benchmarkDrawdown: drawdowns(benchmark),
        turnover: bars,
        log: data.log,
        showIndex,
        reference: plain ? null : 100,
      },
      monthly,
    };
  }, [data, bench, showIndex, plain]);

  const lookup = useMemo(
    () => ({
      index: byDate(drawn.plot.index),
      benchmark: byDate(drawn.plot.benchmark),
      drawdown: byDate(drawn.plot.drawdown),
      place: new Map(drawn.plot.index.map(({ date }, i) => [date, i])),
      rebalance: new Map(data.rebalances.map((r) => [r.effective_date, r])),
    }),
    [drawn, data.rebalances],
  );

  useEffect(() => {
    const created = createLevelPlot(box.current!, !plain, (date, x) => setHover(date ? { date, x } : null));
    plot.current = created;
    created.paint();
    const theme = new MutationObserver(created.paint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const size = new ResizeObserver(() =>
      requestAnimationFrame(() => plot.current && setLayout(created.layout())),
    );
    size.observe(box.current!);
    return () => {
      theme.disconnect();
      size.disconnect();
      plot.current = null;
      created.destroy();
    };
  }, [plain]);

  useEffect(() => {
    plot.current?.update(drawn.plot);
    const frame = requestAnimationFrame(() => plot.current && setLayout(plot.current.layout()));
    return () => cancelAnimationFrame(frame);
  }, [drawn]);

  const names: readonly [string, string] = [name, data.benchmarkName];
  const momentOf = (date: string): Moment | null => {
    const at = lookup.place.get(date);
    if (at === undefined) return null;
    const before = drawn.plot.index[at - 1]?.value;
    const level = lookup.index.get(date)!;
    const rebalance = lookup.rebalance.get(date);
    return {
      date,
      level,
      benchmark: lookup.benchmark.get(date) ?? null,
      drawdown: lookup.drawdown.get(date) ?? null,
      change: before === undefined ? null : level / before - 1,
      turnover: rebalance?.turnover ?? null,
      rebalanced: rebalance !== undefined,
      events: (rebalance?.events ?? []).map((event) => event.code).filter((code) => marked.has(code)),
    };
  };

  const move = (event: KeyboardEvent) => {
    const dates = drawn.plot.index;
    const now = hover ? (lookup.place.get(hover.date) ?? dates.length) : dates.length;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    let next: number | null = null;
    if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = dates.length - 1;
    else if (step && event.shiftKey) {
      next = now + step;
      while (dates[next] && !lookup.rebalance.has(dates[next]!.date)) next += step;
    } else if (step) next = now + step;
    if (event.key === 'Escape') plot.current?.point(null);
    if (next === null) return;
    event.preventDefault();
    const date = dates[Math.max(0, Math.min(dates.length - 1, next))]!.date;
    plot.current?.point(date);
    setHover({ date, x: layout?.x(date) ?? 0 });
    const moment = momentOf(date);
    if (moment) setSpoken(momentWords(moment, names));
  };

  const moment = hover && momentOf(hover.date);
  const last = drawn.plot.index.at(-1);
  const shown = moment ?? (last ? momentOf(last.date) : null);
  const marks = useMemo(
    () => data.rebalances.filter((r) => r.events.some((event) => marked.has(event.code))),
    [data.rebalances, marked],
  );

  return (
    <div className="chart" role="group" aria-label={summary} tabIndex={0} onKeyDown={move}>
      {shown && <Readout moment={shown} names={names} />}
      <div className="plot">
        <div ref={box} className="over" aria-hidden="true" />
        {layout && layout.tops.length > 1 && (
          <div aria-hidden="true" className="over pointer-events-none">
            {!plain && (
              <span className="lane" style={{ top: layout.tops[1]! - 2 }}>
                {drawn.monthly ? 'Turnover, by month' : 'Turnover'}
              </span>
            )}
            <span className="lane" style={{ top: layout.tops.at(-1) }}>
              Drawdown from the range peak
            </span>
            {marks.map((r) => {
              const x = layout.x(r.effective_date);
              return x === null ? null : (
                <i
                  key={r.effective_date}
                  className="diamond absolute"
                  style={{ left: x - 5, top: layout.tops.at(-1)! - 8, zIndex: 3 }}
                />
              );
            })}
          </div>
        )}
        {moment && hover && layout && <Tip moment={moment} names={names} x={hover.x} width={layout.width} />}
      </div>
      <span className="sr" role="status">
        {spoken}
      </span>
    </div>
  );
}
