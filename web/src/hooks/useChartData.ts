// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { DashboardView } from '@/hooks/useDashboardView';
import { useBenchmark, useHistory, useRebalances } from '@/hooks/usePortfolioData';
import { customSpan, defaultsToLog, namedSpan, type RangeName, type Span } from '@/lib/ranges';
import { cut } from '@/lib/series';
import { within } from '@/lib/turnover';
import type { RebalanceMark } from '@/types/api';
import type { Series } from '@/types/series';

/** What every panel tied to the range shows. */
export interface ChartData {
  readonly span: Span;
  readonly range: RangeName | null;
  readonly log: boolean;
  readonly variant: DashboardView['variant'];
  /** Levels of the chosen variant, of both variants, and of the benchmark, in the range; the base comes first. */
  readonly index: Series;
  readonly net: Series;
  readonly benchmark: Series;
  readonly rebalances: readonly RebalanceMark[];
  readonly benchmarkName: string;
  readonly benchmarkBasis: string;
}

const NONE: Series = [];

/** Null when the range holds no two sessions, undefined while loading. */
export function useChartData(view: DashboardView) {
  const total = useHistory('total');
  const net = useHistory('net');
  const benchmark = useBenchmark();
  const rebalances = useRebalances();
  const chosen = view.variant === 'net' ? net : total;

  const data = useMemo((): ChartData | null | undefined => {
    if (!chosen.data) return undefined;
    const levels = chosen.data.series;
    const span = view.range ? namedSpan(levels, view.range) : customSpan(levels, view.from, view.to);
    if (!span) return null;
    const part = (series: Series | undefined) => (series ? cut(series, span.from, span.to) : NONE);
    return {
      span,
      range: view.range,
      log: view.log ?? defaultsToLog(span),
      variant: view.variant,
      index: part(levels),
      net: part(net.data?.series),
      benchmark: part(benchmark.data?.series),
      rebalances: within(rebalances.data?.items ?? [], span),
      benchmarkName: benchmark.data?.benchmark_name ?? 'S&P 500',
      benchmarkBasis: benchmark.data?.benchmark_basis ?? 'price',
    };
  }, [chosen.data, net.data, benchmark.data, rebalances.data, view]);

  return { data, history: chosen, levels: chosen.data?.series, benchmark, rebalances };
}
