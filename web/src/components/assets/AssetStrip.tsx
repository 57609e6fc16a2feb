// SPDX-License-Identifier: Apache-2.0
'use client';

import type { ReactNode } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { useCurrent } from '@/hooks/usePortfolioData';
import { day } from '@/lib/format';
import { explainHref } from '@/lib/links';
import { annualisedReturn, maxDrawdown, totalReturn, volatility } from '@/lib/metrics';
import { namedSpan, rangeTitle, type RangeName } from '@/lib/ranges';
import { cut } from '@/lib/series';
import type { Asset } from '@/types/api';
import type { Series } from '@/types/series';

interface AssetStripProps {
  symbol: string;
  asset: Asset | undefined;
  series: Series;
  range: RangeName;
}

function Kpi({ label, below, children }: { label: string; below: ReactNode; children: ReactNode }) {
  return (
    <div className="kpi">
      <dt>{label}</dt>
      <dd>{children}</dd>
      <dd className="b">{below}</dd>
    </div>
  );
}

export function AssetStrip({ symbol, asset, series, range }: AssetStripProps) {
  const current = useCurrent().data;
  const allocation = current?.allocations.find((a) => a.symbol === symbol);
  const span = namedSpan(series, range);
  const part = span ? cut(series, span.from, span.to) : [];
  const last = series.at(-1);
  const before = series.at(-2);
  const change = last && before ? last.value - before.value : null;
  const yearly = annualisedReturn(part);
  const risk = volatility(part);
  const adjusted = asset?.price_basis?.includes('adjusted');
  const since = part[0] ? `since ${day(part[0].date)}` : '';
  const tone = !change ? 'muted' : change < 0 ? 'loss' : 'gain';
  return (
    <section className="strip" aria-label="Summary">
      <div className="hero">
        <div className="lab">{adjusted ? 'Close, adjusted for splits and dividends' : 'Close'}</div>
        <div className="fig">
          <Figure value={last?.value} kind="level" reason="no close stored" />
        </div>
        <div className="chg">
          <span className={tone}>
            <Figure value={change} kind="level" signed reason="no session before" />{' '}
            {change !== null && before && (
              <>
                (<Figure value={change / before.value} kind="percent" signed />)
              </>
            )}
          </span>
          <span className="muted">{day(last?.date)}</span>
        </div>
      </div>
      <dl className="kpis">
        <Kpi label={rangeTitle(range)} below={since}>
          <Figure {...totalReturn(part)} kind="percent" signed tone />
        </Kpi>
        <Kpi label="Annualised" below={yearly.reason ?? since}>
          <Figure {...yearly} kind="percent" signed tone />
        </Kpi>
        <Kpi label="Volatility" below={risk.reason ?? 'annualised'}>
          <Figure {...risk} kind="percent" />
        </Kpi>
        <Kpi label="Max drawdown" below={since}>
          <Figure {...maxDrawdown(part)} kind="percent" signed tone />
        </Kpi>
        <Kpi label="Weight in the index" below={allocation ? 'drifted' : 'not a member'}>
          {allocation && current ? (
            <Link href={explainHref({ date: current.date, symbol })}>
              <Figure value={allocation.weight} kind="percent" />
            </Link>
          ) : (
            <Figure value={null} kind="percent" reason="not a member" />
          )}
        </Kpi>
        <Kpi label="Target weight" below={allocation ? 'of the last rebalance' : 'not a member'}>
          <Figure value={allocation?.target_weight} kind="percent" reason="not a member" />
        </Kpi>
      </dl>
    </section>
  );
}
