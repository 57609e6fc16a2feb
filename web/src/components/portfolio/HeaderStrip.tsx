// SPDX-License-Identifier: Apache-2.0
'use client';

import type { ReactNode } from 'react';
import { Figure } from '@/components/ui/Figure';
import type { ChartData } from '@/hooks/useChartData';
import { useComparison, useCurrent, useHistory } from '@/hooks/usePortfolioData';
import { RiskLink } from '@/components/portfolio/RiskLink';
import { Link } from '@/components/ui/Link';
import { QueryView } from '@/components/ui/QueryView';
import { Skeleton } from '@/components/ui/Skeleton';
import { day, type Kind } from '@/lib/format';
import { explainHref } from '@/lib/links';
import { annualisedReturn, maxDrawdown, totalReturn, volatility } from '@/lib/metrics';
import { rangeTitle } from '@/lib/ranges';
import { sharpeOf } from '@/lib/sharpe';
import type { IndexCurrent } from '@/types/api';
import type { Measure } from '@/types/series';

interface KpiProps {
  label: string;
  /** Its name on the page of the risk figures. */
  metric: string;
  measure: Measure;
  kind?: Kind;
  signed?: boolean;
  beside?: ReactNode;
  below: ReactNode;
}

function Kpi({ label, metric, measure, kind = 'percent', signed = false, beside, below }: KpiProps) {
  return (
    <div className="kpi">
      <dt>{label}</dt>
      <dd>
        <RiskLink metric={metric} value={measure.value}>
          <Figure {...measure} kind={kind} signed={signed} tone={signed} />
        </RiskLink>
        {beside}
      </dd>
      <dd className="b">{below}</dd>
    </div>
  );
}

interface AgainstProps {
  name: string;
  measure: Measure;
  kind?: Kind;
  signed?: boolean;
}

function Against({ name, measure, kind = 'percent', signed }: AgainstProps) {
  if (measure.value === null) return <>{measure.reason}</>;
  return (
    <>
      {name} <Figure {...measure} kind={kind} signed={signed} />
    </>
  );
}

function Kpis({ data }: { data: ChartData }) {
  const own = annualisedReturn(data.index);
  const net = annualisedReturn(data.net);
  const name = data.benchmarkName;
  const risk = volatility(data.index);
  const { data: compared, isError } = useComparison(data.span);
  const sharpe = sharpeOf(compared, isError);
  return (
    <dl className="kpis">
      <Kpi
        label={rangeTitle(data.range)}
        metric="total_return"
        measure={totalReturn(data.index)}
        signed
        below={<Against name={name} measure={totalReturn(data.benchmark)} signed />}
      />
      <Kpi
        label="Annualised"
        metric="annualized_return"
        measure={own}
        signed
        below={own.reason ?? <Against name={name} measure={annualisedReturn(data.benchmark)} signed />}
      />
      <Kpi
        label="Net, annualised"
        metric="annualized_return"
        measure={net}
        signed
        below={net.reason ?? <CostDrag data={data} net={net} />}
      />
      <Kpi
        label="Volatility"
        metric="volatility"
        measure={risk}
        below={risk.reason ?? <Against name={name} measure={volatility(data.benchmark)} />}
      />
      <Kpi
        label="Max drawdown"
        metric="max_drawdown"
        measure={maxDrawdown(data.index)}
        signed
        below={<Against name={name} measure={maxDrawdown(data.benchmark)} signed />}
      />
      <Kpi
        label={data.variant === 'net' ? 'Sharpe, total return' : 'Sharpe ratio'}
        metric="sharpe_ratio"
        measure={sharpe.own}
        kind="ratio"
        beside={sharpe.until && <small>to {day(sharpe.until)}</small>}
        below={sharpe.own.reason ?? <Against name={name} measure={sharpe.other} kind="ratio" />}
      />
    </dl>
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
function Hero({ current, net, end }: { current: IndexCurrent; net: boolean; end: string | undefined }) {
  const history = useHistory('net').data?.series;
  const level = net ? current.net_level : current.level;
  const before = net ? (history?.at(-2)?.value ?? null) : current.previous_level;
  const change = level === null || before === null ? null : level - before;
  const tone = change === null || change === 0 ? 'muted' : change < 0 ? 'loss' : 'gain';
  return (
    <div className="hero">
      <div className="lab">AutoIndex, {net ? 'net of costs' : 'total return'}, USD</div>
      <div className="fig" data-testid="level">
        <Link href={explainHref({ date: current.date, net })} title="What this level is made of">
          <Figure value={level} kind="level" amount />
        </Link>
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
      {end && end < current.date && (
        <Link href={explainHref({ date: end, net })}>Explain the level of {day(end)}</Link>
      )}
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
          {(loaded) => <Hero current={loaded} net={net} end={data?.index.at(-1)?.date} />}
        </QueryView>
      </div>
      {data ? <Kpis data={data} /> : <div className="kpis kpis-room" />}
    </section>
  );
}
