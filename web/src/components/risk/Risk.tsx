// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { DayTable } from '@/components/risk/DayTable';
import { DistributionPanel } from '@/components/risk/DistributionPanel';
import { MetricCards } from '@/components/risk/MetricCards';
import { MonthlyPanel } from '@/components/risk/MonthlyPanel';
import { RiskBar } from '@/components/risk/RiskBar';
import { RiskStrip } from '@/components/risk/RiskStrip';
import { RollingPanel } from '@/components/risk/RollingPanel';
import { TailTable } from '@/components/risk/TailTable';
import { UnderwaterPanel } from '@/components/risk/UnderwaterPanel';
import { YearlyPanel } from '@/components/risk/YearlyPanel';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Notice } from '@/components/ui/Notice';
import { Panel } from '@/components/ui/Panel';
import { Skeleton } from '@/components/ui/Skeleton';
import { useHotkeys } from '@/hooks/useHotkeys';
import { useSources } from '@/hooks/usePortfolioData';
import { usePreferences } from '@/hooks/usePreferences';
import {
  useDistribution,
  usePeriods,
  useRiskDefinitions,
  useRiskMetrics,
  useRiskRange,
} from '@/hooks/useRisk';
import { useRiskView } from '@/hooks/useRiskView';
import { RANGES } from '@/lib/ranges';
import { sentence } from '@/lib/risk';
import { knownMetric, type RiskView } from '@/lib/riskView';
import type { RiskScope } from '@/services/api/risk';
import type { RiskDefinition, RiskRow } from '@/types/risk';

interface PanelsProps {
  scope: RiskScope | null;
  view: RiskView;
  change: (next: Partial<RiskView>) => void;
  rolling: readonly RiskDefinition[];
  definition: RiskDefinition | undefined;
  row: RiskRow | undefined;
}

/** Everything that is tied to the range. */
function Panels({ scope, view, change, rolling, definition, row }: PanelsProps) {
  const months = usePeriods(scope, 'monthly');
  const years = usePeriods(scope, 'yearly');
  const distribution = useDistribution(scope);
  return (
    <>
      <div className="sheet riskcols">
        <UnderwaterPanel scope={scope} />
      </div>
      <div className="sheet half">
        {definition ? (
          <RollingPanel
            scope={scope}
            view={view}
            change={change}
            definition={definition}
            rolling={rolling}
            row={row}
          />
        ) : (
          <Panel title="Rolling risk">
            <Skeleton height={360} label="Loading the metrics" />
          </Panel>
        )}
        <YearlyPanel query={years} />
      </div>
      <div className="sheet riskmonths">
        <MonthlyPanel
          query={months}
          years={years.data}
          diff={view.diff}
          setDiff={(diff) => change({ diff })}
        />
        <DayTable query={distribution} />
      </div>
      <div className="sheet half risktails">
        <DistributionPanel query={distribution} />
        <TailTable query={distribution} />
      </div>
    </>
  );
}

export function Risk() {
  const { view, wrong, change } = useRiskView();
  const { scope, span, whole, history } = useRiskRange(view);
  const metrics = useRiskMetrics();
  const definitions = useRiskDefinitions();
  const sources = useSources().data;
  const { singleKeys } = usePreferences();
  useHotkeys(
    Object.fromEntries(
      RANGES.map((range, i) => [String((i + 1) % 10), () => change({ range, from: null, to: null })]),
    ),
    singleKeys,
  );

  const rolling = useMemo(
    () => definitions.data?.items.filter((item) => item.rolling) ?? [],
    [definitions.data],
  );
  const chosen = rolling.length
    ? knownMetric(
        view.metric,
        rolling.map(({ metric }) => metric),
      )
    : null;
  const faults = chosen?.wrong ? [...wrong, chosen.wrong] : wrong;
  const whereTo = () => change({ range: 'Max', from: null, to: null });

  return (
    <div className="risk">
      {faults.length > 0 && (
        <Notice icon="warn" tone="w" live>
          <b>The address asks for what there is not.</b> {faults.join(' ')}
        </Notice>
      )}
      <RiskStrip query={metrics} />
      <RiskBar view={view} change={change} whole={whole} span={span ?? null} />
      {span === null ? (
        <div className="p">
          <Empty
            title="No two sessions in this range"
            action={<Button onClick={whereTo}>Show the whole history</Button>}
          >
            A return needs a level at its start and one after it.
          </Empty>
        </div>
      ) : scope === null && history.isError ? (
        <div className="p">
          <ErrorPanel what="The history" error={history.error} retry={() => void history.refetch()} />
        </div>
      ) : (
        <Panels
          scope={scope}
          view={view}
          change={change}
          rolling={rolling}
          definition={rolling.find(({ metric }) => metric === chosen?.metric)}
          row={metrics.data?.metrics[0]}
        />
      )}
      <MetricCards definitions={definitions} metrics={metrics.data} scope={scope} window={view.window} />
      <p className="note p">
        {metrics.data?.note && <>{sentence(metrics.data.note)} </>}
        Past results of a rule, not a promise
        {sources?.is_sample && '; the sample is historical, and its stocks are those that survived'}. Charts
        over time by{' '}
        <a href="https://www.tradingview.com" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
        .
      </p>
    </div>
  );
}
