// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ChartPanel } from '@/components/risk/ChartPanel';
import type { Column } from '@/components/risk/DataTable';
import { Histogram } from '@/components/risk/Histogram';
import { SvgChart } from '@/components/risk/SvgChart';
import { Segmented } from '@/components/ui/Segmented';
import { figure } from '@/lib/format';
import { counted, houseTail, levelName } from '@/lib/risk';
import type { RiskBin, RiskDistribution } from '@/types/risk';

const HEIGHT = 300;
const LEVELS = [
  { value: '0.05', label: '95%' },
  { value: '0.01', label: '99%' },
] as const;

const COLUMNS: readonly Column<RiskBin>[] = [
  { key: 'from', label: 'From', value: ({ from }) => from, kind: 'percent', signed: true },
  { key: 'to', label: 'To', value: ({ to }) => to, kind: 'percent', signed: true },
  { key: 'count', label: 'Days', value: ({ count }) => count, kind: 'count' },
  { key: 'normal', label: 'Normal', value: ({ normal }) => normal, kind: 'ratio', reason: 'no deviation' },
];
const rowsOf = ({ bins }: RiskDistribution): readonly RiskBin[] => bins;

function wordsOf(bins: readonly RiskBin[], at: number): string {
  const { from, to, count, normal } = bins[at]!;
  const low = figure(from, 'percent', true);
  const high = figure(to, 'percent', true);
  const where = at === 0 ? `under ${high}` : at === bins.length - 1 ? `${low} and more` : `${low} to ${high}`;
  return `${where}: ${counted(count, 'day')}, a normal distribution has ${figure(normal, (normal ?? 0) < 10 ? 'ratio' : 'count')}`;
}

function summaryOf(data: RiskDistribution, alpha: number): string {
  const tail = houseTail(data.tails, alpha);
  return [
    `Distribution of ${counted(data.observations, 'daily return')}`,
    `mean ${figure(data.mean, 'percent', true)}, deviation ${figure(data.deviation, 'percent')}`,
    `skewness ${figure(data.skewness, 'ratio')}, excess kurtosis ${figure(data.excess_kurtosis, 'ratio')}`,
    `value at risk ${levelName(alpha)} is ${figure(tail?.var, 'percent')}, expected shortfall ${figure(tail?.cvar, 'percent')}`,
  ].join('; ');
}

/** How often which daily return came, beside what a normal distribution would have. */
export function DistributionPanel({ query }: { query: UseQueryResult<RiskDistribution> }) {
  const [level, setLevel] = useState<(typeof LEVELS)[number]['value']>('0.05');
  const alpha = Number(level);
  const { data } = query;
  return (
    <ChartPanel
      title="Distribution of daily returns"
      caption={data && counted(data.observations, 'return')}
      actions={<Segmented label="Tail" options={LEVELS} value={level} onChange={setLevel} />}
      query={query}
      height={HEIGHT + 24}
      rowsOf={rowsOf}
      columns={COLUMNS}
      what="classes"
      file="autoindex-distribution"
      note={
        data && (
          <>
            Mean {figure(data.mean, 'percent', true)}, deviation {figure(data.deviation, 'percent')} a day;
            skewness {figure(data.skewness, 'ratio')}, excess kurtosis {figure(data.excess_kurtosis, 'ratio')}
            . The first and the last class hold everything beyond them.
          </>
        )
      }
    >
      {(loaded) => (
        <SvgChart
          summary={summaryOf(loaded, alpha)}
          count={loaded.bins.length}
          height={HEIGHT}
          words={(at) => wordsOf(loaded.bins, at)}
          idle="Line: a normal distribution with the same mean and deviation"
        >
          {(width, at) => (
            <Histogram
              bins={loaded.bins}
              tail={houseTail(loaded.tails, alpha)}
              width={width}
              height={HEIGHT}
              at={at}
            />
          )}
        </SvgChart>
      )}
    </ChartPanel>
  );
}
