// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { NoFigures } from '@/components/portfolio/NoFigures';
import type { ChartData } from '@/hooks/useChartData';
import { figure, type Kind } from '@/lib/format';
import { calmar, expectedShortfall, relative, sortino, valueAtRisk, worstDay } from '@/lib/metrics';
import { common } from '@/lib/series';
import type { Measure, Series } from '@/types/series';

interface Row {
  readonly label: string;
  readonly kind: Kind;
  readonly own: Measure;
  readonly other: Measure;
  readonly signed?: boolean;
}

const SELF: Measure = { value: 1 };
const NOT_ITSELF: Measure = { value: null, reason: 'not against itself' };

function rows(index: Series, benchmark: Series): Row[] {
  const [mine, theirs] = common(index, benchmark);
  const against = relative(mine, theirs);
  const pair = (measure: (series: Series) => Measure) => ({ own: measure(index), other: measure(benchmark) });
  return [
    { label: 'Value at risk 95%, day', kind: 'percent', ...pair(valueAtRisk) },
    { label: 'Expected shortfall 95%', kind: 'percent', ...pair(expectedShortfall) },
    { label: 'Sortino ratio, target 0', kind: 'ratio', ...pair(sortino) },
    { label: 'Calmar ratio', kind: 'ratio', ...pair(calmar) },
    { label: 'Beta to S&P 500', kind: 'ratio', own: against.beta, other: SELF },
    { label: 'Correlation', kind: 'ratio', own: against.correlation, other: SELF },
    { label: 'Tracking error', kind: 'percent', own: against.trackingError, other: NOT_ITSELF },
    { label: 'Information ratio', kind: 'ratio', own: against.informationRatio, other: NOT_ITSELF },
    { label: 'Worst day', kind: 'percent', signed: true, ...pair(worstDay) },
  ];
}

/** Risk of the range; a figure that needs more sessions than there are says so. */
export function RiskTable({ data, failed }: { data: ChartData | null | undefined; failed: boolean }) {
  const table = useMemo(() => (data ? rows(data.index, data.benchmark) : []), [data]);
  return (
    <Panel
      title="Risk"
      caption={data ? `${figure(data.index.length - 1, 'count')} daily returns` : undefined}
    >
      {data ? (
        <table className="rep">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col" className="num">
                AutoIndex
              </th>
              <th scope="col" className="num">
                {data.benchmarkName}
              </th>
            </tr>
          </thead>
          <tbody>
            {table.map(({ label, kind, own, other, signed }) => (
              <tr key={label}>
                <td>
                  {label}
                  {own.reason && <span className="muted">: {own.reason}</span>}
                </td>
                <td className="num">
                  <Figure {...own} kind={kind} signed={signed} />
                </td>
                <td className="num muted">
                  <Figure {...other} kind={kind} signed={signed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <NoFigures data={data} failed={failed} rows={9} />
      )}
    </Panel>
  );
}
