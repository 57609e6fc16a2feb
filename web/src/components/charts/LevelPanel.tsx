// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { BasisNote } from '@/components/portfolio/BasisNote';
import { Panel } from '@/components/ui/Panel';
import { Skeleton } from '@/components/ui/Skeleton';
import { lazily } from '@/components/ui/lazily';
import type { ChartData } from '@/hooks/useChartData';
import type { DashboardView, ViewChange } from '@/hooks/useDashboardView';
import { chartRows } from '@/lib/chartRows';
import { day, figure } from '@/lib/format';
import { maxDrawdown, totalReturn } from '@/lib/metrics';

const HEIGHT = 465;
const LevelChart = lazily(
  () => import('@/components/charts/LevelChart'),
  <Skeleton height={HEIGHT} label="Loading the chart" />,
);
const ChartTable = lazily(
  () => import('@/components/charts/ChartTable'),
  <Skeleton height={504} label="Loading the table" />,
);

interface LevelPanelProps {
  data: ChartData;
  view: DashboardView;
  change: (change: ViewChange) => void;
  marked: ReadonlySet<string>;
  costBps: number | undefined;
}

export function LevelPanel({ data, view, change, marked, costBps }: LevelPanelProps) {
  const [showIndex, setShowIndex] = useState(true);
  const base = data.index[0]!.date;
  const name = view.variant === 'net' ? 'AutoIndex, net' : 'AutoIndex';
  const basis = data.benchmarkBasis === 'price' ? 'price index' : 'total return';
  const mine = totalReturn(data.index).value;
  const other = totalReturn(data.benchmark).value;
  const rows = useMemo(
    () => (view.table ? chartRows(data.index, view.bench ? data.benchmark : [], data.rebalances) : []),
    [view.table, view.bench, data],
  );
  const marks = [...marked].filter((code) =>
    data.rebalances.some((r) => r.events.some((e) => e.code === code)),
  );
  const summary = [
    `Level from ${day(base)} to ${day(data.span.to)}`,
    `${name} ${figure(mine, 'percent', true)}`,
    view.bench ? `${data.benchmarkName} ${figure(other, 'percent', true)}` : null,
    `deepest drawdown ${figure(maxDrawdown(data.index).value, 'percent', true)}`,
  ]
    .filter(Boolean)
    .join('; ');

  const legend = (
    <div className="legend">
      <button type="button" aria-pressed={showIndex} onClick={() => setShowIndex(!showIndex)}>
        <i className="ln" style={{ borderColor: 'var(--series-index)' }} />
        {name} <b>{figure(mine, 'percent', true)}</b>
      </button>
      <button type="button" aria-pressed={view.bench} onClick={() => change({ bench: !view.bench })}>
        <i className="ln" style={{ borderColor: 'var(--series-benchmark)' }} />
        {data.benchmarkName}, {basis} <b>{figure(other, 'percent', true)}</b>
      </button>
      {marks.length > 0 && (
        <span className="hide-s">
          <i className="diamond" />
          {marks.length === 1 ? marks[0] : 'events'}
        </span>
      )}
    </div>
  );

  return (
    <Panel
      title="Level"
      caption={`100 on ${day(base)}${data.log ? ', log scale' : ''}`}
      actions={legend}
      className="lv"
    >
      {view.table ? (
        <ChartTable rows={rows} benchmarkName={view.bench ? data.benchmarkName : null} />
      ) : (
        <LevelChart
          data={data}
          name={name}
          bench={view.bench}
          showIndex={showIndex}
          marked={marked}
          summary={summary}
        />
      )}
      <BasisNote variant={view.variant} benchmark={view.bench ? data : null} costBps={costBps} />
    </Panel>
  );
}
