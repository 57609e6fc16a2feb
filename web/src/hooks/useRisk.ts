// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAuth } from '@/contexts/AuthContext';
import { useHistory } from '@/hooks/usePortfolioData';
import { customSpan, namedSpan, type Span } from '@/lib/ranges';
import type { RiskView } from '@/lib/riskView';
import { figureOf } from '@/lib/risk';
import { cut } from '@/lib/series';
import { risk, type RiskScope } from '@/services/api/risk';
import type { RollingMetric } from '@/types/risk';

/** One reply of the server; null asks for nothing yet. While another is awaited the old one stays. */
function useRisk<Q, T>(name: string, query: Q | null, ask: (query: Q, signal: AbortSignal) => Promise<T>) {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['risk', name, query],
    queryFn: ({ signal }) => ask(query!, signal),
    enabled: signedIn && query !== null,
    placeholderData: keepPreviousData,
  });
}

export interface RiskRange {
  /** What the panels ask for: null until the dates of a named range are known, or when it holds no two sessions. */
  readonly scope: RiskScope | null;
  /** Undefined while loading, null without two sessions. */
  readonly span: Span | null | undefined;
  readonly whole: Span | null;
  readonly history: ReturnType<typeof useHistory>;
}

/** The sessions of the range. The whole history needs no dates, so that its panels need not wait for the levels. */
export function useRiskRange({ range, from, to, basis }: RiskView): RiskRange {
  const history = useHistory('total');
  const levels = history.data?.series;
  return useMemo(() => {
    const whole = levels?.length ? { from: levels[0]!.date, to: levels.at(-1)!.date } : null;
    if (range === 'Max') return { scope: { basis }, span: whole ?? undefined, whole, history };
    if (!levels) return { scope: null, span: undefined, whole, history };
    const asked = range ? namedSpan(levels, range) : customSpan(levels, from, to);
    const part = asked ? cut(levels, asked.from, asked.to) : [];
    if (part.length < 2) return { scope: null, span: null, whole, history };
    const span = { from: part[0]!.date, to: part.at(-1)!.date };
    return { scope: { basis, start_date: span.from, end_date: span.to }, span, whole, history };
  }, [levels, history, range, from, to, basis]);
}

export const useRiskMetrics = () => useRisk('metrics', 'newest', (_, signal) => risk.metrics(signal));

export const useRiskDefinitions = () =>
  useRisk('definitions', 'all', (_, signal) => risk.definitions(signal));

export const useDrawdowns = (scope: RiskScope | null) => useRisk('drawdowns', scope, risk.drawdowns);

export const useDistribution = (scope: RiskScope | null) => useRisk('distribution', scope, risk.distribution);

export function usePeriods(scope: RiskScope | null, frequency: 'monthly' | 'yearly') {
  return useRisk('periods', scope && { ...scope, frequency }, risk.periods);
}

export function useRolling(scope: RiskScope | null, metric: RollingMetric | null, window: number) {
  return useRisk('rolling', scope && metric ? { ...scope, metric, window } : null, risk.rolling);
}

/** One metric at every session, each from the first level to that day; oldest first. */
export function useMetricHistory(metric: string) {
  return useRisk('history', metric, async (asked, signal) => {
    const { metrics } = await risk.history(asked, signal);
    return metrics.map((row) => ({ date: row.date, value: figureOf(row, asked) })).reverse();
  });
}
