// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useAuth } from '@/contexts/AuthContext';
import { isDate } from '@/lib/dates';
import type { Span } from '@/lib/ranges';
import { stepOf } from '@/lib/composition';
import { explainHref } from '@/lib/links';
import { explain } from '@/services/api/explain';

export interface ExplainView {
  /** As it stands in the address, which may be no session; null: the last one. */
  readonly date: string | null;
  /** Whose weight is traced; null: the heaviest. */
  readonly symbol: string | null;
  readonly net: boolean;
}

type Change = Partial<ExplainView>;

const PENDING_MS = 3000;

const read = (query: URLSearchParams): ExplainView => ({
  date: query.get('date') || null,
  symbol: query.get('symbol') || null,
  net: query.get('variant') === 'net',
});

/** Date, stock and variant live in the address. A change may build on one that the router has not taken over yet. */
export function useExplainView() {
  const query = useSearchParams();
  const view = useMemo(() => read(new URLSearchParams(query)), [query]);
  const asked = useRef<{ view: ExplainView; at: number } | null>(null);
  useEffect(() => {
    if (asked.current && explainHref(asked.current.view) === explainHref(view)) asked.current = null;
  }, [view]);
  const change = useCallback(
    (next: Change | ((view: ExplainView) => Change)) => {
      const at = performance.now();
      const now = asked.current && at - asked.current.at < PENDING_MS ? asked.current.view : view;
      asked.current = { view: { ...now, ...(typeof next === 'function' ? next(now) : next) }, at };
      window.history.replaceState(null, '', explainHref(asked.current.view));
    },
    [view],
  );
  return [view, change] as const;
}

/** The explanation of a session; the one before stays until the next is there. */
export function useExplanation(date: string | null) {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['explain', date],
    queryFn: ({ signal }) => explain.level(date ?? undefined, signal),
    enabled: signedIn && (date === null || isDate(date)),
    placeholderData: keepPreviousData,
  });
}

export function useWeights(span: Span | null) {
  const signedIn = useAuth().status === 'in';
  const step = span ? stepOf(span) : null;
  return useQuery({
    queryKey: ['weights', span?.from, span?.to, step],
    queryFn: ({ signal }) => explain.weights(span!.from, span!.to, step!, signal),
    enabled: signedIn && span !== null,
    placeholderData: keepPreviousData,
  });
}

/** A page of rebalances with their weights, newest first, up to a date. */
export function useRebalancePage(until: string | null, page: number, size: number) {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['rebalances', 'page', until, page, size],
    queryFn: ({ signal }) =>
      explain.rebalances({ end_date: until ?? undefined, limit: size, offset: page * size }, signal),
    enabled: signedIn,
    placeholderData: keepPreviousData,
  });
}
