// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { ChartPanel } from '@/components/risk/ChartPanel';
import type { Column } from '@/components/risk/DataTable';
import { LazyRiskChart, PLOT_HEIGHT } from '@/components/risk/LazyRiskChart';
import { Empty } from '@/components/ui/Empty';
import { Figure } from '@/components/ui/Figure';
import { Segmented } from '@/components/ui/Segmented';
import { useRolling } from '@/hooks/useRisk';
import { day, figure } from '@/lib/format';
import { figureOf, lookOf, sentence, spread } from '@/lib/risk';
import { WINDOWS, type RiskView, type RiskWindow } from '@/lib/riskView';
import type { RiskScope } from '@/services/api/risk';
import type { RiskDefinition, RiskRolling, RiskRow, RollingMetric } from '@/types/risk';

type Step = RiskRolling['series'][number];

const NONE: never[] = [];
const OPTIONS = WINDOWS.map((window) => ({ value: String(window), label: String(window) }));
const rowsOf = ({ series }: RiskRolling): readonly Step[] => series;

export function rollingColumns(definition: RiskDefinition): readonly Column<Step>[] {
  const { kind, signed } = lookOf(definition);
  return [
    { key: 'date', label: 'Session', value: ({ date }) => date },
    {
      key: definition.metric,
      label: definition.name,
      value: ({ value }) => value,
      kind,
      signed,
      reason: 'not defined over this window',
    },
  ];
}

interface RollingProps {
  scope: RiskScope | null;
  window: number;
  definition: RiskDefinition;
  /** The newest session: figures of the whole history. */
  row: RiskRow | undefined;
}

function summaryOf(rolling: RiskRolling, definition: RiskDefinition): string {
  const ends = spread(rolling.series);
  const { kind, signed } = lookOf(definition);
  const said = (value: number) => figure(value, kind, signed);
  const name = `${definition.name} over ${rolling.window} sessions`;
  if (!ends) return `${name}: no value in the range`;
  return `${name}, from ${day(rolling.series[0]?.date)} to ${day(rolling.series.at(-1)?.date)}: last ${said(ends.last)}, lowest ${said(ends.low)}, highest ${said(ends.high)}`;
}

/** The chart and its data for one metric and window. */
export function RollingChart({
  title,
  caption,
  bar,
  scope,
  window,
  definition,
  row,
}: RollingProps & { title: string; caption?: string; bar?: React.ReactNode }) {
  const query = useRolling(scope, definition.metric as RollingMetric, window);
  const columns = useMemo(() => rollingColumns(definition), [definition]);
  const { kind, signed } = lookOf(definition);
  const { data } = query;
  const against = definition.needs_benchmark ? data?.benchmark_basis : undefined;
  // Against another benchmark the two would not be comparable.
  const apart = against !== undefined && row !== undefined && against !== row.benchmark_basis;
  const whole = apart ? null : figureOf(row, definition.metric);
  const level = useMemo(
    () => (data && whole !== null ? data.series.map(({ date }) => ({ date, value: whole })) : NONE),
    [data, whole],
  );
  const some = data !== undefined && spread(data.series) !== null;
  const notes = [
    some && data.reason && sentence(data.reason),
    definition.needs_benchmark && data?.note && sentence(data.note),
    definition.needs_rate && data?.rf_until && `Risk-free rate until ${day(data.rf_until)}.`,
    against && `Benchmark: S&P 500, ${against} basis.`,
    apart && `The figure of the whole history is on ${row.benchmark_basis} basis and not drawn.`,
  ].filter(Boolean);
  return (
    <ChartPanel
      title={title}
      caption={caption}
      bar={bar}
      actions={
        <div className="legend">
          <span>
            <i className="ln" style={{ borderColor: 'var(--series-index)' }} />
            {window} sessions
          </span>
          {level.length > 0 && (
            <span>
              <i className="ln" style={{ borderColor: 'var(--text-3)' }} />
              Whole history{' '}
              <b>
                <Figure value={whole} kind={kind} signed={signed} />
              </b>
            </span>
          )}
        </div>
      }
      query={query}
      height={PLOT_HEIGHT}
      rowsOf={rowsOf}
      columns={columns}
      what="sessions"
      file={`autoindex-rolling-${definition.metric}-${window}`}
      note={notes.length > 0 && notes.join(' ')}
    >
      {(loaded) =>
        spread(loaded.series) ? (
          <LazyRiskChart
            main={loaded.series}
            second={level}
            kind={kind}
            signed={signed}
            names={[definition.name, 'Whole history']}
            summary={summaryOf(loaded, definition)}
          />
        ) : (
          <Empty title="No value in this range">
            {loaded.reason ? sentence(loaded.reason) : 'The figure is not defined in any window of it.'}
          </Empty>
        )
      }
    </ChartPanel>
  );
}

interface RollingPanelProps {
  scope: RiskScope | null;
  view: RiskView;
  change: (next: Partial<RiskView>) => void;
  definition: RiskDefinition;
  rolling: readonly RiskDefinition[];
  row: RiskRow | undefined;
}

/** Any metric over the last so many sessions, at each session. */
export function RollingPanel({ scope, view, change, definition, rolling, row }: RollingPanelProps) {
  return (
    <RollingChart
      title="Rolling risk"
      caption="each session over the window before it"
      scope={scope}
      window={view.window}
      definition={definition}
      row={row}
      bar={
        <div className="riskbar">
          <select
            className="in"
            aria-label="Rolling metric"
            value={definition.metric}
            onChange={(event) => change({ metric: event.target.value })}
          >
            {rolling.map(({ metric, name }) => (
              <option key={metric} value={metric}>
                {name}
              </option>
            ))}
          </select>
          <Segmented
            label="Window in sessions"
            options={OPTIONS}
            value={String(view.window)}
            onChange={(window) => change({ window: Number(window) as RiskWindow })}
          />
          <span className="muted hide-s">sessions</span>
        </div>
      }
    />
  );
}
