// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { Icon } from '@/components/ui/Icon';
import { Panel } from '@/components/ui/Panel';
import { Segmented } from '@/components/ui/Segmented';
import { Skeleton } from '@/components/ui/Skeleton';
import { lazily } from '@/components/ui/lazily';
import { download, toCsv } from '@/lib/csv';
import { day, figure } from '@/lib/format';
import { maxDrawdown, totalReturn } from '@/lib/metrics';
import { defaultsToLog, namedSpan, RANGES, type RangeName } from '@/lib/ranges';
import { cut } from '@/lib/series';
import type { Asset } from '@/types/api';
import type { Series } from '@/types/series';

const LevelChart = lazily(
  () => import('@/components/charts/LevelChart'),
  <Skeleton height={465} label="Loading the chart" />,
);

const OPTIONS = RANGES.map((range) => ({ value: range, label: range }));
const SCALES = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
] as const;
const NO_MARKS: ReadonlySet<string> = new Set();

interface AssetChartPanelProps {
  symbol: string;
  asset: Asset | undefined;
  series: Series;
  range: RangeName;
}

export function AssetChartPanel({ symbol, asset, series, range }: AssetChartPanelProps) {
  const [scale, setScale] = useState<boolean | null>(null);
  const span = useMemo(() => namedSpan(series, range), [series, range]);
  const log = scale ?? (span ? defaultsToLog(span) : false);
  const data = useMemo(
    () => ({
      index: span ? cut(series, span.from, span.to) : [],
      benchmark: [],
      rebalances: [],
      log,
      benchmarkName: '',
    }),
    [series, span, log],
  );
  const choose = (next: RangeName) =>
    window.history.replaceState(null, '', `?symbol=${encodeURIComponent(symbol)}&range=${next}`);
  const save = () =>
    download(
      `${symbol}.csv`,
      toCsv(
        ['date', 'close'],
        data.index.map((p) => [p.date, p.value]),
      ),
    );
  const total = figure(totalReturn(data.index).value, 'percent', true);
  const fall = figure(maxDrawdown(data.index).value, 'percent', true);

  return (
    <Panel
      title="Close"
      caption={asset?.price_basis?.includes('adjusted') ? 'adjusted for splits and dividends' : undefined}
      className="lv"
    >
      <div className="mb-2 flex flex-wrap gap-2">
        <div className="segs">
          <Segmented label="Range" options={OPTIONS} value={range} onChange={choose} />
        </div>
        <span className="grow" />
        <Segmented
          label="Scale"
          options={SCALES}
          value={log ? 'log' : 'linear'}
          onChange={(value) => setScale(value === 'log')}
        />
        <Button small look="ghost" onClick={save}>
          <Icon name="save" />
          CSV
        </Button>
      </div>
      {span && data.index.length > 1 ? (
        <LevelChart
          plain
          data={data}
          name={symbol}
          bench={false}
          showIndex
          marked={NO_MARKS}
          summary={`Closes of ${symbol} from ${day(span.from)} to ${day(span.to)}: ${total}, deepest drawdown ${fall}`}
        />
      ) : (
        <Empty title="No two closes in this range">A line needs a close at its start and one after it.</Empty>
      )}
      <p className="note mt-2.5">
        Charts by{' '}
        <a href="https://www.tradingview.com" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
        .
      </p>
    </Panel>
  );
}
