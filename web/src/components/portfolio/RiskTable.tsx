// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { NoFigures } from '@/components/portfolio/NoFigures';
import { RiskLink } from '@/components/portfolio/RiskLink';
import type { ChartData } from '@/hooks/useChartData';
import { useComparison } from '@/hooks/usePortfolioData';
import { day, figure, type Kind } from '@/lib/format';
import { calmar, expectedShortfall, relative, sortino, valueAtRisk, worstDay } from '@/lib/metrics';
import { common } from '@/lib/series';
import { sharpeOf, type Sharpe } from '@/lib/sharpe';
import { turnoverAYear } from '@/lib/turnover';
import type { Measure, Series } from '@/types/series';

interface Row {
  /** Its name on the page of the risk figures. */
  readonly metric?: string;
  readonly label: string;
  readonly kind: Kind;
  readonly own: Measure;
  readonly other: Measure;
  readonly signed?: boolean;
}

const SELF: Measure = { value: 1 };
const NOT_ITSELF: Measure = { value: null, reason: 'not against itself' };
const NOT_TRADED: Measure = { value: null, reason: 'no rebalances' };

function rows({ index, benchmark, rebalances, span }: ChartData): Row[] {
  const [mine, theirs] = common(index, benchmark);
  const against = relative(mine, theirs);
  const row = (metric: string, label: string, kind: Kind, own: Measure, other: Measure): Row => ({
    metric,
    label,
    kind,
    own,
    other,
  });
  const pair = (metric: string, label: string, kind: Kind, measure: (series: Series) => Measure) =>
    row(metric, label, kind, measure(index), measure(benchmark));
  return [
    pair('var_95', 'Value at risk 95%, day', 'percent', valueAtRisk),
    pair('cvar_95', 'Expected shortfall 95%', 'percent', expectedShortfall),
    pair('sortino_ratio', 'Sortino ratio, target 0', 'ratio', sortino),
    pair('calmar_ratio', 'Calmar ratio', 'ratio', calmar),
    row('beta_sp500', 'Beta to S&P 500', 'ratio', against.beta, SELF),
    row('correlation_sp500', 'Correlation', 'ratio', against.correlation, SELF),
    row('tracking_error', 'Tracking error', 'percent', against.trackingError, NOT_ITSELF),
    row('information_ratio', 'Information ratio', 'ratio', against.informationRatio, NOT_ITSELF),
    { ...pair('worst_day', 'Worst day', 'percent', worstDay), signed: true },
    {
      label: `Turnover a year, ${figure(rebalances.length, 'count')} rebalances`,
      kind: 'times',
      own: turnoverAYear(rebalances, span),
      other: NOT_TRADED,
    },
  ];
}

/** Of the total return: the comparison knows no other. */
const sharpeRow = ({ own, other, until }: Sharpe, net: boolean): Row => ({
  metric: 'sharpe_ratio',
  label: `Sharpe ratio${net ? ' of the total return' : ''}${until ? `, to ${day(until)}` : ''}`,
  kind: 'ratio',
  own,
  other,
});

/** Risk of the range; a figure that needs more sessions than there are says so. */
export function RiskTable({ data, failed }: { data: ChartData | null | undefined; failed: boolean }) {
  const { data: compared, isError } = useComparison(data?.span);
  const table = useMemo(() => {
    if (!data) return [];
    const all = rows(data);
    return [
      ...all.slice(0, 2),
      sharpeRow(sharpeOf(compared, isError), data.variant === 'net'),
      ...all.slice(2),
    ];
  }, [data, compared, isError]);
  return (
    <Panel
      title="Risk"
      caption={
        data
          ? `${figure(data.index.length - 1, 'count')} daily return${data.index.length === 2 ? '' : 's'}`
          : undefined
      }
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
            {table.map(({ metric, label, kind, own, other, signed }) => (
              <tr key={label}>
                <td>
                  {label}
                  {own.reason && <span className="muted">: {own.reason}</span>}
                </td>
                <td className="num">
                  <RiskLink metric={metric ?? ''} value={metric ? own.value : null}>
                    <Figure {...own} kind={kind} signed={signed} />
                  </RiskLink>
                </td>
                <td className="num muted">
                  <Figure {...other} kind={kind} signed={signed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <NoFigures data={data} failed={failed} rows={11} />
      )}
    </Panel>
  );
}
