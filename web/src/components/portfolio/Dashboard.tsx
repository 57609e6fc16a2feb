// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { LevelPanel } from '@/components/charts/LevelPanel';
import { MonthlyHeatmap } from '@/components/charts/MonthlyHeatmap';
import { RangeBar } from '@/components/charts/RangeBar';
import { AllocationTable } from '@/components/portfolio/AllocationTable';
import { AllocationTreemap } from '@/components/portfolio/AllocationTreemap';
import { DrawdownTable } from '@/components/portfolio/DrawdownTable';
import { EventList } from '@/components/portfolio/EventList';
import { FreshnessNotice } from '@/components/portfolio/FreshnessNotice';
import { HeaderStrip } from '@/components/portfolio/HeaderStrip';
import { RiskTable } from '@/components/portfolio/RiskTable';
import { SectorTable } from '@/components/portfolio/SectorTable';
import { SourcesPanel } from '@/components/portfolio/SourcesPanel';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { Skeleton, SkeletonRows } from '@/components/ui/Skeleton';
import { useChartData } from '@/hooks/useChartData';
import { useDashboardView } from '@/hooks/useDashboardView';
import { useHotkeys } from '@/hooks/useHotkeys';
import { useConfig, useCurrent } from '@/hooks/usePortfolioData';
import { usePreferences } from '@/hooks/usePreferences';
import { chartCsv, chartRows } from '@/lib/chartRows';
import { download } from '@/lib/csv';
import { groupEvents } from '@/lib/events';
import { RANGES } from '@/lib/ranges';

export function Dashboard() {
  const [view, change] = useDashboardView();
  const { data, history, levels, benchmark, rebalances } = useChartData(view);
  const current = useCurrent();
  const config = useConfig();
  const { singleKeys } = usePreferences();

  const log = data?.log ?? view.log ?? false;
  useHotkeys(
    {
      ...Object.fromEntries(
        RANGES.map((range, i) => [String((i + 1) % 10), () => change({ range, from: null, to: null })]),
      ),
      l: () => change({ log: !log }),
      b: () => change({ bench: !view.bench }),
      v: () => change({ variant: view.variant === 'net' ? 'total' : 'net' }),
      c: () => change({ table: !view.table }),
    },
    singleKeys,
  );

  const marked = useMemo(
    () =>
      new Set(
        groupEvents(rebalances.data?.items ?? [])
          .filter((group) => !group.always)
          .map((group) => group.code),
      ),
    [rebalances.data],
  );
  const whole = levels?.length ? { from: levels[0]!.date, to: levels.at(-1)!.date } : null;
  const save = data
    ? () =>
        download(
          `autoindex-${view.variant}-${data.span.from}-${data.span.to}.csv`,
          chartCsv(chartRows(data.index, data.benchmark, data.rebalances)),
        )
    : null;

  return (
    <>
      <FreshnessNotice />
      <HeaderStrip data={data} net={view.variant === 'net'} />
      <RangeBar view={view} change={change} whole={whole} span={data?.span ?? null} log={log} onCsv={save} />
      <div className="sheet cols">
        {data ? (
          <LevelPanel
            data={data}
            view={view}
            change={change}
            marked={marked}
            costBps={config.data?.cost_bps}
          />
        ) : (
          <Panel title="Level" className="lv">
            {data === null ? (
              <Empty
                title="No two sessions in this range"
                action={
                  <Button onClick={() => change({ range: 'Max', from: null, to: null })}>
                    Show all levels
                  </Button>
                }
              >
                A line needs a level at its start and one after it.
              </Empty>
            ) : history.isError ? (
              <ErrorPanel what="The history" error={history.error} retry={() => void history.refetch()} />
            ) : (
              <Skeleton height={510} label="Loading the levels" />
            )}
          </Panel>
        )}
        <Panel title="Holdings" caption="size: weight, colour: day">
          <QueryView
            query={current}
            what="The holdings"
            skeleton={<Skeleton height={500} label="Loading the holdings" />}
          >
            {({ allocations }) => (
              <>
                <AllocationTreemap allocations={allocations} />
                <SectorTable allocations={allocations} />
              </>
            )}
          </QueryView>
        </Panel>
        <MonthlyHeatmap
          levels={levels}
          failed={history.isError}
          benchmark={benchmark.data?.series}
          benchmarkName={benchmark.data?.benchmark_name ?? 'S&P 500'}
        />
        <RiskTable data={data} failed={history.isError} />
        <QueryView
          query={current}
          what="The allocations"
          skeleton={
            <Panel title="Allocations">
              <SkeletonRows rows={20} />
            </Panel>
          }
        >
          {(loaded) => <AllocationTable current={loaded} />}
        </QueryView>
        <div className="sheet content-start">
          <EventList
            data={rebalances.data || data === null ? data : undefined}
            failed={history.isError || rebalances.isError}
          />
          <DrawdownTable levels={levels} failed={history.isError} />
          <div className="fill" />
        </div>
        <SourcesPanel />
      </div>
    </>
  );
}
