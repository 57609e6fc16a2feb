// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { HEAT_LIMIT, HeatTable } from '@/components/charts/HeatTable';
import { ChartPanel } from '@/components/risk/ChartPanel';
import { periodColumns, periodRows } from '@/components/risk/YearlyPanel';
import { Button } from '@/components/ui/Button';
import type { usePeriods } from '@/hooks/useRisk';
import { figure } from '@/lib/format';
import { HEAT_COLOURS } from '@/lib/heat';
import { benchmarkNote, heatRows, partPeriods, periodName } from '@/lib/risk';
import type { RiskPeriod, RiskPeriods } from '@/types/risk';

const COLUMNS = periodColumns('Month');
const HEIGHT = 314;
const FIRST = 10;

interface MonthlyPanelProps {
  query: ReturnType<typeof usePeriods>;
  years: RiskPeriods | undefined;
  diff: boolean;
  setDiff: (diff: boolean) => void;
}

function summaryOf(items: readonly RiskPeriod[]): string {
  const sorted = items.filter(({ value }) => value !== null).sort((a, b) => a.value! - b.value!);
  const said = (item: RiskPeriod | undefined) =>
    item ? `${periodName(item.period)} ${figure(item.value, 'percent1', true)}` : 'none';
  const risen = sorted.filter(({ value }) => value! > 0).length;
  return `Returns of ${items.length} months: ${risen} rose; best ${said(sorted.at(-1))}, worst ${said(sorted[0])}`;
}

/** Every month of the range by its colour: as it was, or against the benchmark. */
export function MonthlyPanel({ query, years, diff, setDiff }: MonthlyPanelProps) {
  const [all, setAll] = useState(false);
  const { data } = query;
  const rows = useMemo(
    () => (data ? heatRows(data.items, years?.items ?? [], diff) : []),
    [data, years, diff],
  );
  const scale = figure(HEAT_LIMIT, 'percent1', true);
  return (
    <ChartPanel
      title="Months"
      caption={diff ? 'percentage points above or below the S&P 500' : 'percent, calendar months'}
      actions={
        <>
          {rows.length > FIRST && (
            <button type="button" className="linkish" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? `Last ${FIRST} years` : `All ${rows.length} years`}
            </button>
          )}
          <Button small className="toggle" aria-pressed={diff} onClick={() => setDiff(!diff)}>
            Difference to S&amp;P 500
          </Button>
        </>
      }
      query={query}
      height={HEIGHT}
      rowsOf={periodRows}
      columns={COLUMNS}
      what="months"
      file="autoindex-months"
      note={data && [benchmarkNote(data), partPeriods(data.items)].filter(Boolean).join(' ')}
    >
      {({ items }) => (
        <div role="group" aria-label={summaryOf(items)}>
          <HeatTable rows={all ? rows : rows.slice(0, FIRST)} benchmarkName="S&amp;P 500" />
          <div className="scale riskscale" aria-hidden="true">
            <span>{scale.replace('+', '−')}</span>
            <span>
              {HEAT_COLOURS.map((colour) => (
                <i key={colour} style={{ background: colour }} />
              ))}
            </span>
            <span>{scale}</span>
          </div>
        </div>
      )}
    </ChartPanel>
  );
}
