// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { Skeleton } from '@/components/ui/Skeleton';
import { lazily } from '@/components/ui/lazily';
import { download, toCsv } from '@/lib/csv';
import { day, figure } from '@/lib/format';
import { rate } from '@/lib/money';
import { defaultsToLog } from '@/lib/ranges';
import { known } from '@/lib/series';
import { atStartRate, investedPath } from '@/lib/simulation';
import type { Simulation } from '@/types/api';

const SimulationChart = lazily(
  () => import('@/components/charts/SimulationChart'),
  <Skeleton height={465} label="Loading the chart" />,
);

const PAGE = 18;
const NONE: never[] = [];

interface SimulationPanelProps {
  result: Simulation;
  monthly: number;
}

export function SimulationPanel({ result, monthly }: SimulationPanelProps) {
  const [bench, setBench] = useState(true);
  const [still, setStill] = useState(true);
  const [scale, setScale] = useState<boolean | null>(null);
  const [table, setTable] = useState(false);
  const [page, setPage] = useState(0);
  const { currency, series, amount_initial: amount } = result;
  const converted = currency !== 'USD';
  const log = scale ?? defaultsToLog({ from: result.start_date, to: result.end_date });
  const data = useMemo(() => {
    const all = known(result.benchmark.series);
    return {
      value: series,
      still: converted && still ? atStartRate(series, amount, monthly) : NONE,
      benchmark: bench ? all : NONE,
      invested: investedPath(series, amount, monthly),
      rate: converted ? series.map(({ date, rate: value }) => ({ date, value })) : NONE,
      log,
    };
  }, [series, result.benchmark.series, amount, monthly, converted, still, bench, log]);

  const other = useMemo(
    () => new Map(known(result.benchmark.series).map(({ date, value }) => [date, value])),
    [result.benchmark.series],
  );
  const save = () =>
    download(
      `simulation-${currency}-${result.start_date}-${result.end_date}.csv`,
      toCsv(
        ['date', 'value', 'rate', 'benchmark'],
        series.map((p) => [p.date, p.value, p.rate, other.get(p.date) ?? null]),
      ),
    );
  const summary =
    `Value in ${currency} from ${day(result.start_date)} to ${day(result.end_date)}: ` +
    `${figure((result.roi_pct ?? NaN) / 100, 'percent', true)}, of which the currency ` +
    `${figure((result.fx.effect_pct ?? NaN) / 100, 'percent', true)}`;
  const newest = [...series].reverse();

  return (
    <Panel
      title={`Value in ${currency}`}
      caption={log ? 'log scale' : undefined}
      className="lv"
      actions={
        <div className="legend">
          <span>
            <i className="ln" style={{ borderColor: 'var(--series-index)' }} />
            AutoIndex
          </span>
          {converted && (
            <button type="button" aria-pressed={still} onClick={() => setStill(!still)}>
              <i className="ln" style={{ borderColor: 'var(--series-net)', borderTopStyle: 'dashed' }} />
              At the start rate
            </button>
          )}
          {other.size > 0 && (
            <button type="button" aria-pressed={bench} onClick={() => setBench(!bench)}>
              <i className="ln" style={{ borderColor: 'var(--series-benchmark)' }} />
              {result.benchmark.name}, {result.benchmark.basis}
            </button>
          )}
        </div>
      }
    >
      {table ? (
        <>
          <div className="scroll" style={{ minHeight: 560 }}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Session</th>
                  <th scope="col" className="num">
                    Value
                  </th>
                  <th scope="col" className="num">
                    {result.benchmark.name}
                  </th>
                  <th scope="col" className="num">
                    {currency} for 1 USD
                  </th>
                </tr>
              </thead>
              <tbody>
                {newest.slice(page * PAGE, page * PAGE + PAGE).map((p) => (
                  <tr key={p.date}>
                    <td>{p.date}</td>
                    <td className="num">
                      <Figure value={p.value} kind="level" amount />
                    </td>
                    <td className="num">
                      <Figure
                        value={other.get(p.date)}
                        kind="level"
                        amount
                        reason={result.benchmark.reason ?? undefined}
                      />
                    </td>
                    <td className="num">{rate(p.rate)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager what="sessions" page={page} size={PAGE} total={series.length} onPage={setPage} />
        </>
      ) : (
        <SimulationChart
          data={data}
          currency={currency}
          benchmarkName={result.benchmark.name}
          summary={summary}
        />
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button small className="toggle" aria-pressed={log} onClick={() => setScale(!log)}>
          Log
        </Button>
        <Button small className="toggle" aria-pressed={table} onClick={() => setTable(!table)}>
          Table
        </Button>
        <Button small look="ghost" onClick={save}>
          <Icon name="save" />
          CSV
        </Button>
        <span className="note self-center">
          {converted && `Lower line: ${currency} for one US dollar, ECB reference rate. `}
          Charts by{' '}
          <a href="https://www.tradingview.com" rel="noreferrer">
            TradingView Lightweight Charts™
          </a>
          .
        </span>
      </div>
    </Panel>
  );
}
