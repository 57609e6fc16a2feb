// SPDX-License-Identifier: Apache-2.0
'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { BacktestLine } from '@/components/charts/backtestPlot';
import { Figure } from '@/components/ui/Figure';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { Skeleton } from '@/components/ui/Skeleton';
import { day, figure } from '@/lib/format';
import { ratio } from '@/lib/strategyWords';
import type { Series } from '@/types/series';

const HEIGHT = 465;
const BacktestChart = dynamic(() => import('@/components/charts/BacktestChart'), {
  ssr: false,
  loading: () => <Skeleton height={HEIGHT} label="Loading the chart" />,
});

const PAGE = 15;
const NONE: Series = [];

interface BacktestPanelProps {
  /** From back to front, on one range. */
  lines: readonly BacktestLine[];
  /** The draft and what it is divided by; null while they are the same. */
  pair: readonly [BacktestLine, BacktestLine] | null;
  log: boolean;
  table: boolean;
}

/** The same lines as rows, newest first. */
function LineTable({ lines }: { lines: readonly BacktestLine[] }) {
  const [page, setPage] = useState(0);
  const columns = useMemo(
    () =>
      [...lines].reverse().map((line) => ({
        ...line,
        at: new Map(line.series.map(({ date, value }) => [date, value])),
      })),
    [lines],
  );
  const dates = useMemo(() => (columns[0]?.series ?? NONE).map(({ date }) => date).reverse(), [columns]);
  const shown = Math.min(page, Math.max(0, Math.ceil(dates.length / PAGE) - 1));
  return (
    <>
      <div className="scroll" style={{ minHeight: HEIGHT }}>
        <table>
          <thead>
            <tr>
              <th scope="col">Session</th>
              {columns.map(({ name }) => (
                <th key={name} scope="col" className="num">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {dates.slice(shown * PAGE, shown * PAGE + PAGE).map((date) => (
              <tr key={date}>
                <td>{date}</td>
                {columns.map(({ name, at }) => (
                  <td key={name} className="num">
                    <Figure value={at.get(date)} kind="level" reason="no level on this session" />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager what="sessions" page={shown} size={PAGE} total={dates.length} onPage={setPage} />
    </>
  );
}

/** Levels of the draft, of what is in force, of equal weight and of the benchmark, net of costs. */
export function BacktestPanel({ lines, pair, log, table }: BacktestPanelProps) {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const { data, summary, from, frontName } = useMemo(() => {
    const front = lines.at(-1)!;
    const first = front.series[0]?.date;
    const levels = [...lines]
      .reverse()
      .map(({ name, series }) => `${name} ${figure(series.at(-1)?.value, 'level')}`);
    return {
      data: {
        lines: lines.filter(({ name }) => name === front.name || !hidden.includes(name)),
        ratio: pair ? ratio(pair[0].series, pair[1].series) : NONE,
        log,
      },
      summary: `Net of costs, 100 on ${day(first)}, to ${day(front.series.at(-1)?.date)}: ${levels.join('; ')}`,
      from: first,
      frontName: front.name,
    };
  }, [lines, hidden, pair, log]);

  return (
    <Panel
      title={pair ? 'Backtest of the draft' : 'Backtest of what is in force'}
      caption={`net of costs, 100 on ${day(from)}${log ? ', log scale' : ''}`}
      className="lv"
      actions={
        <div className="legend">
          {[...lines].reverse().map(({ name, colour }) =>
            name === frontName ? (
              <span key={name}>
                <i className="ln" style={{ borderColor: `var(--${colour})` }} />
                {name}
              </span>
            ) : (
              <button
                key={name}
                type="button"
                aria-pressed={!hidden.includes(name)}
                onClick={() =>
                  setHidden(hidden.includes(name) ? hidden.filter((n) => n !== name) : [...hidden, name])
                }
              >
                <i className="ln" style={{ borderColor: `var(--${colour})` }} />
                {name}
              </button>
            ),
          )}
        </div>
      }
    >
      {table ? (
        <LineTable lines={lines} />
      ) : (
        <BacktestChart
          data={data}
          caption={pair ? `${pair[0].name} divided by ${pair[1].name.toLowerCase()}, net` : ''}
          summary={summary}
        />
      )}
      <p className="note">
        Charts by{' '}
        <a href="https://www.tradingview.com" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
        .
      </p>
    </Panel>
  );
}
