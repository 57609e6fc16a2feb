// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { ChartPanel } from '@/components/risk/ChartPanel';
import type { Column } from '@/components/risk/DataTable';
import { LazyRiskChart, PLOT_HEIGHT } from '@/components/risk/LazyRiskChart';
import { RollingChart } from '@/components/risk/RollingPanel';
import { useMetricHistory } from '@/hooks/useRisk';
import { day, figure } from '@/lib/format';
import { lookOf, spread } from '@/lib/risk';
import type { RiskScope } from '@/services/api/risk';
import type { RiskDefinition, RiskRow } from '@/types/risk';

interface Step {
  readonly date: string;
  readonly value: number | null;
}

interface MetricDetailProps {
  definition: RiskDefinition;
  row: RiskRow | undefined;
  scope: RiskScope | null;
  window: number;
}

const NONE: never[] = [];
const same = (steps: readonly Step[]) => steps;

/** How one metric became what it is: from the first level to each session, and over a window that rolls. */
export function MetricDetail({ definition, row, scope, window }: MetricDetailProps) {
  const { metric, name } = definition;
  const { kind, signed } = lookOf(definition);
  const query = useMetricHistory(metric);
  const columns = useMemo(
    (): readonly Column<Step>[] => [
      { key: 'date', label: 'Session', value: ({ date }) => date },
      { key: metric, label: name, value: ({ value }) => value, kind, signed, reason: 'too few returns' },
    ],
    [metric, name, kind, signed],
  );
  const summary = (steps: readonly Step[]) => {
    const ends = spread(steps);
    const said = (value: number) => figure(value, kind, signed);
    return ends
      ? `${name} from the first level to each session, up to ${day(steps.at(-1)?.date)}: last ${said(ends.last)}, lowest ${said(ends.low)}, highest ${said(ends.high)}`
      : `${name}: no value`;
  };
  return (
    <div className="sheet half mdetail">
      <ChartPanel
        title={`${name}, session by session`}
        caption="each from the first level to that session; not tied to the range"
        query={query}
        height={PLOT_HEIGHT}
        rowsOf={same}
        columns={columns}
        what="sessions"
        file={`autoindex-${metric}`}
        className={definition.rolling ? undefined : 'full'}
      >
        {(steps) => (
          <LazyRiskChart
            main={steps}
            second={NONE}
            kind={kind}
            signed={signed}
            names={[name]}
            summary={summary(steps)}
          />
        )}
      </ChartPanel>
      {definition.rolling && (
        <RollingChart
          title={`${name}, rolling`}
          caption="window as chosen above"
          scope={scope}
          window={window}
          definition={definition}
          row={row}
        />
      )}
    </div>
  );
}
