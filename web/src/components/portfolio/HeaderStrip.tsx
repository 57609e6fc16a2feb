// SPDX-License-Identifier: Apache-2.0
'use client';

import type { ReactNode } from 'react';
import { Figure } from '@/components/ui/Figure';
import type { ChartData } from '@/hooks/useChartData';
import { useCurrent, useHistory } from '@/hooks/usePortfolioData';
import { QueryView } from '@/components/ui/QueryView';
import { Skeleton } from '@/components/ui/Skeleton';
import { day } from '@/lib/format';
import { annualisedReturn, maxDrawdown, totalReturn, volatility } from '@/lib/metrics';
import { rangeTitle } from '@/lib/ranges';
import { turnoverAYear } from '@/lib/turnover';
import type { IndexCurrent } from '@/types/api';
import type { Measure } from '@/types/series';

interface KpiProps {
  label: string;
  children: ReactNode;
  below: ReactNode;
}

function Kpi({ label, children, below }: KpiProps) {
  return (
    <div className="kpi">
      <dt>{label}</dt>
      <dd>{children}</dd>
      <dd className="b">{below}</dd>
    </div>
  );
}

function Against({ name, measure, signed }: { name: string; measure: Measure; signed?: boolean }) {
  if (measure.value === null) return <>{measure.reason}</>;
  return (
    <>
      {name} <Figure {...measure} kind="percent" signed={signed} />
    </>
  );
}

function Kpis({ data }: { data: ChartData }) {
  const own = annualisedReturn(data.index);
  const net = annualisedReturn(data.net);
  const yearly = annualisedReturn(data.benchmark);
  const turnover = turnoverAYear(data.rebalances, data.span);
  const name = data.benchmarkName;
  const risk = volatility(data.index);
  const fall = maxDrawdown(data.index);
  return (
    <dl className="kpis">
      <Kpi
        label={rangeTitle(data.range)}
        below={<Against name={name} measure={totalReturn(data.benchmark)} signed />}
      >
        <Figure {...totalReturn(data.index)} kind="percent" signed tone />
      </Kpi>
      <Kpi label="Annualised" below={own.reason ?? <Against name={name} measure={yearly} signed />}>
        <Figure {...own} kind="percent" signed tone />
      </Kpi>
      <Kpi label="Net, annualised" below={net.reason ?? <CostDrag data={data} net={net} />}>
        <Figure {...net} kind="percent" signed tone />
      </Kpi>
      <Kpi
        label="Volatility"
        below={risk.reason ?? <Against name={name} measure={volatility(data.benchmark)} />}
      >
        <Figure {...risk} kind="percent" />
      </Kpi>
      <Kpi label="Max drawdown" below={<Against name={name} measure={maxDrawdown(data.benchmark)} signed />}>
        <Figure {...fall} kind="percent" signed tone />
      </Kpi>
      <Kpi label="Turnover a year" below={turnover.reason ?? <Rebalances count={data.rebalances.length} />}>
        <Figure {...turnover} kind="times" />
      </Kpi>
    </dl>
  );
}

function Rebalances({ count }: { count: number }) {
  return (
    <>
      <Figure value={count} kind="count" /> rebalances
    </>
  );
}

function CostDrag({ data, net }: { data: ChartData; net: Measure }) {
  const total = useHistory('total').data?.series;
  const start = data.index[0]?.date;
  const end = data.index.at(-1)?.date;
  const gross = annualisedReturn((total ?? []).filter((p) => p.date === start || p.date === end));
  if (gross.value === null || net.value === null) return null;
  return (
    <>
      costs <Figure value={gross.value - net.value} kind="pp" /> a year
    </>
  );
}

/** The level and its change of the day; of the net level from its own history. */
function Hero({ current, net }: { current: IndexCurrent; net: boolean }) {
  const history = useHistory('net').data?.series;
  const level = net ? current.net_level : current.level;
  const before = net ? (history?.at(-2)?.value ?? null) : current.previous_level;
  const change = level === null || before === null ? null : level - before;
  const tone = change === null || change === 0 ? 'muted' : change < 0 ? 'loss' : 'gain';
  return (
    <div className="hero">
      <div className="lab">AutoIndex, {net ? 'net of costs' : 'total return'}, USD</div>
      <div className="fig" data-testid="level">
        <Figure value={level} kind="level" amount />
      </div>
      <div className="chg">
        <span className={tone}>
          <Figure value={change} kind="level" signed amount reason="no session before" />{' '}
          {change !== null && before !== null && (
            <>
              (<Figure value={change / before} kind="percent" signed />)
            </>
          )}
        </span>
        <span className="muted">{day(current.date)}</span>
      </div>
    </div>
  );
}

/** The one large number of the page, and six figures that say whether it is well. */
export function HeaderStrip({ data, net }: { data: ChartData | null | undefined; net: boolean }) {
  const current = useCurrent();
  return (
    <section className="strip" aria-label="Summary">
      <div className="herobox">
        <QueryView
          query={current}
          what="The level"
          skeleton={
            <div className="hero">
              <Skeleton height={72} label="Loading the level" />
            </div>
          }
        >
          {(loaded) => <Hero current={loaded} net={net} />}
        </QueryView>
      </div>
      {data ? <Kpis data={data} /> : <div className="kpis kpis-room" />}
    </section>
  );
}
