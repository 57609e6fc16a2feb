// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useIsFetching } from '@tanstack/react-query';
import { Fragment, useMemo, useState } from 'react';
import { MetricCard } from '@/components/risk/MetricCard';
import { MetricDetail } from '@/components/risk/MetricDetail';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { Skeleton } from '@/components/ui/Skeleton';
import { useAnchor } from '@/hooks/useAnchor';
import { day } from '@/lib/format';
import { groupMetrics } from '@/lib/risk';
import type { RiskScope } from '@/services/api/risk';
import type { RiskDefinitions, RiskMetrics } from '@/types/risk';

interface MetricCardsProps {
  definitions: UseQueryResult<RiskDefinitions>;
  metrics: RiskMetrics | undefined;
  scope: RiskScope | null;
  window: number;
}

const NONE: RiskDefinitions['items'] = [];

/** Every metric with its meaning; a click on one shows how it went. */
export function MetricCards({ definitions, metrics, scope, window }: MetricCardsProps) {
  const [open, setOpen] = useState<string | null>(null);
  const items = definitions.data?.items ?? NONE;
  const groups = useMemo(() => groupMetrics(items), [items]);
  const ids = useMemo(() => new Set(items.map(({ metric }) => metric)), [items]);
  const settled = useIsFetching({ queryKey: ['risk'] }) === 0;
  const aimed = useAnchor(ids, settled);
  const row = metrics?.metrics[0];
  const reasons = useMemo(
    () => new Map(metrics?.reasons.map(({ metric, reason }) => [metric, reason])),
    [metrics],
  );
  return (
    <QueryView
      query={definitions}
      what="The metrics"
      skeleton={
        <Panel title="Metrics">
          <Skeleton height={900} label="Loading the metrics" />
        </Panel>
      }
    >
      {() => (
        <>
          {groups.map(({ title, items: group }) => (
            <Panel
              key={title}
              title={title}
              className="metricgroup"
              caption={row && `whole history to ${day(row.date)}, not tied to the range`}
            >
              <div className="metrics">
                {group.map((definition) => {
                  const { metric } = definition;
                  return (
                    <Fragment key={metric}>
                      <MetricCard
                        definition={definition}
                        row={row}
                        reason={reasons.get(metric)}
                        benchmarkName={metrics?.benchmark_name ?? 'S&P 500'}
                        aimed={aimed === metric}
                        open={open === metric}
                        toggle={() => setOpen(open === metric ? null : metric)}
                      />
                      {open === metric && (
                        <MetricDetail definition={definition} row={row} scope={scope} window={window} />
                      )}
                    </Fragment>
                  );
                })}
              </div>
            </Panel>
          ))}
        </>
      )}
    </QueryView>
  );
}
