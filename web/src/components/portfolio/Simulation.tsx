// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { SimulationPanel } from '@/components/charts/SimulationPanel';
import { StartYearBars } from '@/components/charts/StartYearBars';
import { CurrencyTable } from '@/components/portfolio/CurrencyTable';
import { SimulationForm } from '@/components/portfolio/SimulationForm';
import { SimulationResult } from '@/components/portfolio/SimulationResult';
import { SimulationSteps } from '@/components/portfolio/SimulationSteps';
import { YearTable } from '@/components/portfolio/YearTable';
import { Empty } from '@/components/ui/Empty';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Panel } from '@/components/ui/Panel';
import { Skeleton } from '@/components/ui/Skeleton';
import { useHistory } from '@/hooks/usePortfolioData';
import { useCurrencyPath, useCurrencyRates, useSimulation } from '@/hooks/useSimulation';
import { useSimulationForm } from '@/hooks/useSimulationForm';
import { known } from '@/lib/series';
import { startYears, yearRows, type SimulationForm as Form } from '@/lib/simulation';
import { ApiError } from '@/services/api/errors';

const FALLBACK: Form = {
  amount: '10,000.00',
  monthly: '',
  currency: 'EUR',
  start: '2013-01-02',
  end: '',
  variant: 'total',
};

const later = (a: string | null | undefined, b: string | null | undefined) =>
  !a || !b ? (a ?? b ?? undefined) : a > b ? a : b;

function NothingYet() {
  return (
    <Empty title="Nothing to show yet">
      A field of the form has to be corrected first; what is wrong stands under it.
    </Empty>
  );
}

export function Simulation() {
  const [form, change] = useSimulationForm(FALLBACK);
  const { query, errors, waiting } = useSimulation(form);
  const levels = useHistory('total').data;
  const rates = useCurrencyRates();
  const result = query.data;
  const currencies = useMemo(() => rates.data?.items ?? [], [rates.data]);
  const chosen = currencies.find(({ currency }) => currency === form.currency);
  const first = later(levels?.start_date, chosen?.first_date);
  const path = useCurrencyPath(form.currency, chosen && levels ? first : undefined, form.variant);
  const monthly =
    result && result.contributions_count > 0 ? result.contributions / result.contributions_count : 0;

  const years = useMemo(
    () => (result ? yearRows(result.series, known(result.benchmark.series), monthly) : []),
    [result, monthly],
  );
  const bars = useMemo(
    () => (path.series ? startYears(path.series, path.benchmark) : undefined),
    [path.series, path.benchmark],
  );
  const refused = query.error instanceof ApiError && query.error.status === 422;

  return (
    <>
      {result ? (
        <SimulationResult result={result} />
      ) : (
        <section className="strip" aria-label="Result">
          <div className="hero" />
          <div className="kpis kpis-room" />
        </section>
      )}
      <div className="sheet simcols">
        <div className="p">
          <SimulationForm
            form={form}
            errors={errors}
            change={change}
            currencies={currencies}
            bounds={{ first, last: levels?.end_date ?? undefined }}
          />
          {result && <SimulationSteps result={result} />}
        </div>
        {result ? (
          <div aria-busy={waiting}>
            <SimulationPanel result={result} monthly={monthly} />
          </div>
        ) : (
          <Panel title="Value" className="lv">
            {query.isError ? (
              refused ? (
                <NothingYet />
              ) : (
                <ErrorPanel what="The simulation" error={query.error} retry={() => void query.refetch()} />
              )
            ) : Object.keys(errors).length > 0 ? (
              <NothingYet />
            ) : (
              <Skeleton height={600} label="Loading the simulation" />
            )}
          </Panel>
        )}
      </div>
      {result && (
        <div className="sheet simpair">
          <CurrencyTable result={result} choose={(currency) => change({ currency })} />
          <div className="sheet content-start">
            <StartYearBars
              bars={bars}
              reason={path.query.error?.message}
              currency={form.currency}
              chosen={form.start.slice(0, 4)}
            />
            <YearTable rows={years} currency={result.currency} />
            <div className="fill" />
          </div>
        </div>
      )}
      <p className="note p">
        {result?.benchmark.basis === 'price' && (
          <>The S&amp;P 500 is without dividends here, about 2&nbsp;% a year in AutoIndex’s favour. </>
        )}
        Past results of a rule, not a promise; the sample holds 20 stocks that survived to 2022. Exchange
        rates: ECB euro foreign exchange reference rates.
      </p>
    </>
  );
}
