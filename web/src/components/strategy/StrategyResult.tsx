// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import type { BacktestLine } from '@/components/charts/backtestPlot';
import { BacktestPanel } from '@/components/charts/BacktestPanel';
import { DateRange } from '@/components/charts/DateRange';
import { CompareTable } from '@/components/strategy/CompareTable';
import { DraftSummary } from '@/components/strategy/DraftSummary';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Icon } from '@/components/ui/Icon';
import { Notice } from '@/components/ui/Notice';
import { Panel } from '@/components/ui/Panel';
import { Segmented } from '@/components/ui/Segmented';
import { Skeleton } from '@/components/ui/Skeleton';
import { useBenchmark } from '@/hooks/usePortfolioData';
import { useHotkeys } from '@/hooks/useHotkeys';
import { usePreferences } from '@/hooks/usePreferences';
import type { Backtests, useStrategyBacktests } from '@/hooks/useStrategyBacktests';
import type { StrategyView } from '@/hooks/useStrategyDraft';
import { download, toCsv } from '@/lib/csv';
import { defaultsToLog, type RangeName, type Span } from '@/lib/ranges';
import { cut, rebase } from '@/lib/series';
import { benchmarkRow, variantRow, type VariantRow } from '@/lib/strategyWords';
import { troubleOf } from '@/lib/strategy';
import { ApiError } from '@/services/api/errors';
import type { Backtest } from '@/types/api';
import type { Series } from '@/types/series';

interface StrategyResultProps {
  backtests: ReturnType<typeof useStrategyBacktests>;
  version: number;
  view: StrategyView;
  show: (view: Partial<StrategyView>) => void;
  /** First and last published level. */
  whole: Span | null;
  /** The range asked for holds no two sessions. */
  outside: boolean;
}

const RANGES = ['1Y', '3Y', '5Y', 'Max'] as const;
const OPTIONS = RANGES.map((range) => ({ value: range as RangeName, label: range }));
const NONE: Series = [];

const netOf = ({ series }: Backtest): Series =>
  series.map(({ date, net_value }) => ({ date, value: net_value }));

/** The lines of the chart from back to front, and the same variants as rows from front to back. */
function variants(result: Backtests, version: number, benchmark: { name: string; series: Series }) {
  const force = `Version ${version}`;
  const lines: BacktestLine[] = [];
  const rows: VariantRow[] = [];
  const add = (name: string, detail: string, colour: string, strong: boolean, b: Backtest) => {
    lines.unshift({ name, colour, series: netOf(b), strong });
    rows.push(variantRow(name, detail, colour, b));
  };
  const pace = String(result.settings.rebalance_frequency);
  if (result.differs) add('Draft', pace, 'series-draft', true, result.draft);
  add(force, 'in force', 'series-index', true, result.force);
  if (result.equal) add('Equal weight', pace, 'cat-3', false, result.equal);
  if (benchmark.series.length) {
    lines.unshift({ ...benchmark, colour: 'series-benchmark', strong: false });
    rows.push(benchmarkRow(benchmark.name, benchmark.series));
  }
  const drawn = new Map(lines.map((line) => [line.name, line]));
  return { lines, rows, pair: result.differs ? ([drawn.get('Draft')!, drawn.get(force)!] as const) : null };
}

const save = (lines: readonly BacktestLine[], from: string, to: string) => {
  const columns = [...lines].reverse().map((line) => ({
    name: line.name,
    at: new Map(line.series.map(({ date, value }) => [date, value])),
  }));
  download(
    `backtest-${from}-${to}.csv`,
    toCsv(
      ['date', ...columns.map(({ name }) => name)],
      lines.at(-1)!.series.map(({ date }) => [date, ...columns.map(({ at }) => at.get(date) ?? null)]),
    ),
  );
};

/** In place of figures that there never were. */
function Nothing({ backtests }: Pick<StrategyResultProps, 'backtests'>) {
  const { error, retry } = backtests;
  if (error instanceof ApiError && error.code === 'no_prices')
    return (
      <Empty title="No prices yet">
        There is nothing to compute a backtest from. Import prices, then the figures appear here.
      </Empty>
    );
  if (error) return <ErrorPanel what="The backtest" error={error} retry={retry} />;
  return <Skeleton height={465} label="Computing the backtest" />;
}

export function StrategyResult({ backtests, version, view, show, whole, outside }: StrategyResultProps) {
  const { result, error, waiting, stale } = backtests;
  const { singleKeys } = usePreferences();
  const benchmark = useBenchmark().data;
  const from = result?.draft.start_date;
  const to = result?.draft.end_date;
  const span = useMemo(() => (from && to ? { from, to } : null), [from, to]);
  const log = view.log ?? (span ? defaultsToLog(span) : true);

  const shown = useMemo(() => {
    if (!result || !span) return null;
    const basis = benchmark?.benchmark_basis === 'price' ? 'price' : 'total return';
    return variants(result, version, {
      name: `${benchmark?.benchmark_name ?? 'S&P 500'}, ${basis}`,
      series: benchmark ? rebase(cut(benchmark.series, span.from, span.to)) : NONE,
    });
  }, [result, span, version, benchmark]);

  useHotkeys(
    {
      l: () => show({ log: !log }),
      c: () => show({ table: !view.table }),
      7: () => show({ range: '1Y' }),
      8: () => show({ range: '3Y' }),
      9: () => show({ range: '5Y' }),
      0: () => show({ range: 'Max' }),
    },
    singleKeys,
  );

  return (
    <div className="sheet content-start results" aria-busy={waiting}>
      {result ? <DraftSummary result={result} version={version} /> : <div className="kpis kpis-room eight" />}
      <div>
        <div className="bar" role="toolbar" aria-label="Range and scale">
          <Segmented
            label="Range"
            options={OPTIONS}
            value={view.range}
            onChange={(range) => show({ range, from: null, to: null })}
          />
          <DateRange whole={whole} span={span} onApply={(a, b) => show({ range: null, from: a, to: b })} />
          <span className="grow" />
          <Button small className="toggle" aria-pressed={log} onClick={() => show({ log: !log })}>
            Log
          </Button>
          <Button
            small
            look="ghost"
            className="toggle"
            aria-pressed={view.table}
            onClick={() => show({ table: !view.table })}
          >
            <Icon name="table" />
            Table
          </Button>
          <Button
            small
            look="ghost"
            disabled={!shown || !span}
            onClick={() => shown && span && save(shown.lines, span.from, span.to)}
          >
            <Icon name="save" />
            CSV
          </Button>
        </div>
        <div role="status">
          {outside && (
            <Notice icon="info">No two sessions lie in this range. The figures are of all of them.</Notice>
          )}
          {result && stale && (
            <Notice icon="warn" tone="w">
              <b>
                {!error
                  ? 'A field of this draft has to be corrected.'
                  : error instanceof ApiError && error.away
                    ? 'This draft is not computed yet.'
                    : 'This draft cannot be computed.'}
              </b>{' '}
              {error && troubleOf(error)} The figures are of the last one that could be computed.
            </Notice>
          )}
        </div>
      </div>
      {shown && span ? (
        <>
          <BacktestPanel lines={shown.lines} pair={shown.pair} log={log} table={view.table} />
          <CompareTable
            rows={shown.rows}
            from={span.from}
            to={span.to}
            differs={result!.differs}
            noEqual={result!.equal ? null : 'Equal weight could not be computed.'}
          />
        </>
      ) : (
        <Panel title="Backtest" className="lv">
          <Nothing backtests={backtests} />
        </Panel>
      )}
    </div>
  );
}
