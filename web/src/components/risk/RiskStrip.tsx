// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Figure } from '@/components/ui/Figure';
import { QueryView } from '@/components/ui/QueryView';
import { Skeleton } from '@/components/ui/Skeleton';
import { day, type Kind } from '@/lib/format';
import { figureOf } from '@/lib/risk';
import type { RiskMetrics, RiskRow } from '@/types/risk';

interface KpiProps {
  metric: keyof RiskRow & string;
  label: string;
  loaded: RiskMetrics;
  row: RiskRow;
  kind: Kind;
  signed?: boolean;
  below: ReactNode;
}

const reasonOf = ({ reasons }: RiskMetrics, metric: string) =>
  reasons.find((reason) => reason.metric === metric)?.reason;

/** One figure; its name leads to how it is computed. */
function Kpi({ metric, label, loaded, row, kind, signed, below }: KpiProps) {
  const value = figureOf(row, metric);
  const reason = reasonOf(loaded, metric);
  return (
    <div className="kpi">
      <dt>
        <a href={`#${metric}`}>{label}</a>
      </dt>
      <dd data-testid={metric}>
        <Figure value={value} kind={kind} signed={signed} tone={signed} reason={reason} />
      </dd>
      <dd className="b">{value === null ? reason : below}</dd>
    </div>
  );
}

function Strip({ loaded, row }: { loaded: RiskMetrics; row: RiskRow }) {
  const of = { loaded, row };
  const yearly = row.annualized_return;
  return (
    <>
      <div className="herobox">
        <div className="hero">
          <div className="lab">
            <span>
              <a href="#annualized_return">Return a year</a>, total return, USD
            </span>
          </div>
          <div className="fig" data-testid="annualized_return">
            <Figure value={yearly} kind="percent" signed reason={reasonOf(loaded, 'annualized_return')} />
          </div>
          <div className="chg muted">Whole history to {day(row.date)}</div>
        </div>
      </div>
      <dl className="kpis">
        <Kpi {...of} metric="volatility" label="Volatility" kind="percent" below="a year, daily returns" />
        <Kpi
          {...of}
          metric="sharpe_ratio"
          label="Sharpe ratio"
          kind="ratio"
          below={row.rf_until ? `rate until ${day(row.rf_until)}` : 'no risk-free rate'}
        />
        <Kpi
          {...of}
          metric="max_drawdown"
          label="Max drawdown"
          kind="percent"
          signed
          below="worst, from a peak"
        />
        <Kpi
          {...of}
          metric="current_drawdown"
          label="Drawdown now"
          kind="percent"
          signed
          below={day(row.date)}
        />
        <Kpi {...of} metric="var_95" label="Value at risk 95%" kind="percent" below="one day, historical" />
        <Kpi
          {...of}
          metric="beta_sp500"
          label="Beta"
          kind="ratio"
          below={`${loaded.benchmark_name}, ${row.benchmark_basis}`}
        />
      </dl>
    </>
  );
}

/** The figures of the newest session, each from the first level to it. */
export function RiskStrip({ query }: { query: UseQueryResult<RiskMetrics> }) {
  return (
    <section className="strip" aria-label="Main figures, over the whole history">
      <QueryView
        query={query}
        what="The figures"
        skeleton={
          <div className="hero">
            <Skeleton height={72} label="Loading the figures" />
          </div>
        }
      >
        {(loaded) =>
          loaded.metrics[0] ? (
            <Strip loaded={loaded} row={loaded.metrics[0]} />
          ) : (
            <p className="p muted">{loaded.message ?? 'There is no session yet.'}</p>
          )
        }
      </QueryView>
    </section>
  );
}
