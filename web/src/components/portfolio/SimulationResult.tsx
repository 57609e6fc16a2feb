// SPDX-License-Identifier: Apache-2.0
'use client';

import type { ReactNode } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Money } from '@/components/ui/Money';
import { daysBetween } from '@/lib/dates';
import { day, figure } from '@/lib/format';
import { rate } from '@/lib/money';
import type { Simulation } from '@/types/api';

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

const part = (percent: number | null) => (percent === null ? null : percent / 100);

function Signed({ percent, reason }: { percent: number | null; reason?: string }) {
  return <Figure value={part(percent)} kind="percent" signed tone reason={reason} />;
}

/** What the amount became, index and currency apart. */
export function SimulationResult({ result }: { result: Simulation }) {
  const { currency, benchmark, fx } = result;
  const years = daysBetween(result.start_date, result.end_date) / 365.25;
  const monthly = result.contributions_count > 0;
  const mwr = `${figure(part(result.irr_pct), 'percent', true)} XIRR`;
  return (
    <section className="strip" aria-label="Result">
      <div className="hero" role="status">
        <div className="lab">
          <span>
            <Money value={result.invested} currency={currency} /> {monthly ? 'paid in from' : 'on'}{' '}
            {day(result.start_date)} became
          </span>
        </div>
        <div className="fig" data-testid="became">
          <Money value={result.amount_final} currency={currency} />
        </div>
        <div className="chg">
          <Signed percent={result.roi_pct} /> <span className="muted">on {day(result.end_date)}</span>
        </div>
      </div>
      <dl className="kpis">
        <Kpi label="In US dollars" below="index alone">
          <Signed percent={result.index_pct} />
        </Kpi>
        <Kpi
          label="Currency effect"
          below={currency === 'USD' ? 'none in US dollars' : `${rate(fx.start)} to ${rate(fx.end)}`}
        >
          <span data-testid="currency-effect">
            <Signed percent={fx.effect_pct} />
          </span>
        </Kpi>
        <Kpi
          label="Annualised"
          below={
            result.twr_annual_pct === null
              ? 'under one year'
              : monthly
                ? `${mwr}${result.irr_multiple ? ', one of several' : ''}`
                : `TWR, ${years.toFixed(1)} years`
          }
        >
          <Signed percent={result.twr_annual_pct} reason="under one year" />
        </Kpi>
        <Kpi
          label="Max drawdown"
          below={result.max_drawdown_date ? day(result.max_drawdown_date) : 'never below a high'}
        >
          <Signed percent={result.max_drawdown_pct} />
        </Kpi>
        <Kpi label="Net of index costs" below={figure(part(result.net_of_costs.roi_pct), 'percent', true)}>
          <Money value={result.net_of_costs.amount_final} currency={currency} decimals={0} />
        </Kpi>
        <Kpi
          label={`${benchmark.name}, ${benchmark.basis === 'price' ? 'price' : 'total return'}`}
          below={benchmark.reason ?? figure(part(benchmark.roi_pct), 'percent', true)}
        >
          {benchmark.amount_final === null ? (
            <Figure value={null} kind="level" reason={benchmark.reason ?? undefined} />
          ) : (
            <Money value={benchmark.amount_final} currency={currency} decimals={0} />
          )}
        </Kpi>
      </dl>
    </section>
  );
}
