// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAuth } from '@/contexts/AuthContext';
import { useSettled } from '@/hooks/useSettled';
import { computable, equalWeight, isEqual, type Draft, type Settings } from '@/lib/strategy';
import { strategy } from '@/services/api/strategy';
import type { Backtest, StrategyField } from '@/types/api';

const MINUTE = 60_000;

/** What is asked of a range; nothing is the whole history. */
export interface AskedRange {
  readonly from?: string;
  readonly to?: string;
}

const bodyOf = (settings: Settings | null, range: AskedRange | null): Settings | null =>
  settings &&
  range && {
    ...settings,
    ...(range.from ? { start_date: range.from } : {}),
    ...(range.to ? { end_date: range.to } : {}),
  };

function useBacktest(body: Settings | null) {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['backtest', body],
    // A request that is superseded is cancelled by its signal.
    queryFn: ({ signal }) => strategy.backtest(body!, signal),
    enabled: signedIn && body !== null,
    gcTime: MINUTE,
  });
}

/** The newest value there was: what is on the page stays until its successor has come. */
function useLast<T>(value: T | null | undefined): T | undefined {
  const [last, setLast] = useState<T | undefined>(value ?? undefined);
  if (value !== null && value !== undefined && value !== last) setLast(value);
  return value ?? last;
}

/** Backtests over one range that belong together. */
export interface Backtests {
  readonly draft: Backtest;
  readonly force: Backtest;
  /** Absent where it could not be computed. */
  readonly equal: Backtest | undefined;
  /** Whether the draft is anything but what is in force. */
  readonly differs: boolean;
  readonly settings: Settings;
}

/**
 * The draft, what is in force and equal weight, a moment after the draft has stopped changing. Where look-backs
 * let one begin later than the other, both are measured from there.
 */
export function useStrategyBacktests(
  fields: readonly StrategyField[],
  force: Settings,
  draft: Draft,
  /** Null: not known yet. */
  range: AskedRange | null,
) {
  const wanted = useMemo(() => computable(draft), [draft]);
  const settings = useLast(wanted) ?? force;
  const now = useMemo(() => ({ settings, range }), [settings, range]);
  const asked = useSettled(now);

  const mineBody = bodyOf(asked.settings, asked.range);
  const forceBody = bodyOf(force, asked.range);
  const mineFirst = useBacktest(mineBody);
  const forceFirst = useBacktest(forceBody);
  const starts = [mineFirst.data?.start_date, forceFirst.data?.start_date];
  const from = starts[0] && starts[1] ? (starts[0] > starts[1] ? starts[0] : starts[1]) : undefined;
  const held = (body: Settings | null, start: string | undefined) =>
    from && start && start < from ? bodyOf(body, { ...asked.range, from }) : body;
  const mine = useBacktest(held(mineBody, starts[0]));
  const forced = useBacktest(held(forceBody, starts[1]));
  const even = useMemo(() => equalWeight(asked.settings, fields), [asked, fields]);
  const equal = useBacktest(held(bodyOf(even, asked.range), starts[0]));

  const complete = useMemo((): Backtests | null => {
    if (!mine.data || !forced.data || (even && equal.isLoading)) return null;
    return {
      draft: mine.data,
      force: forced.data,
      equal: equal.data && isEqual(equal.data.weights) ? equal.data : undefined,
      differs: mine.data !== forced.data,
      settings: asked.settings,
    };
  }, [mine.data, forced.data, equal.data, equal.isLoading, even, asked]);

  return {
    result: useLast(complete),
    /** Why the draft has none; of what was asked last. */
    error: mine.error ?? forced.error,
    retry: () => void Promise.all([mineFirst.refetch(), forceFirst.refetch()]),
    waiting: now !== asked || mine.isFetching || forced.isFetching,
    /** The figures are of an earlier draft, as this one cannot be computed. */
    stale: wanted === null || mine.isError,
  };
}
