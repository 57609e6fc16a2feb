// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAuth } from '@/contexts/AuthContext';
import { useSettled } from '@/hooks/useSettled';
import { checkForm, toRequest, type FormErrors, type FormField, type SimulationForm } from '@/lib/simulation';
import { known } from '@/lib/series';
import { ApiError } from '@/services/api/errors';
import { simulation } from '@/services/api/simulation';
import type { SimulationRequest } from '@/types/api';

const MINUTES = 60_000;

function useRun(request: SimulationRequest | null) {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['simulation', request],
    // A request that is superseded is cancelled by its signal.
    queryFn: ({ signal }) => simulation.run(request!, signal),
    enabled: signedIn && request !== null,
    placeholderData: keepPreviousData,
    gcTime: 5 * MINUTES,
  });
}

const FIELDS: Readonly<Record<string, FormField>> = {
  amount: 'amount',
  monthly: 'monthly',
  currency: 'currency',
  start_date: 'start',
  end_date: 'end',
};

/** What the server refuses, by the field of the form. */
export function refusals(error: unknown): FormErrors {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.errors.flatMap(({ field, message }) => {
      const name = FIELDS[field];
      return name ? [[name, `${message.charAt(0).toUpperCase()}${message.slice(1)}.`]] : [];
    }),
  );
}

/** The simulation of a form, a moment after it has stopped changing; the old one stays until the new one is there. */
export function useSimulation(form: SimulationForm) {
  const settled = useSettled(form);
  const request = useMemo(() => toRequest(settled), [settled]);
  const query = useRun(request);
  const errors = useMemo((): FormErrors => {
    const own = checkForm(form);
    return Object.keys(own).length || form !== settled ? own : refusals(query.error);
  }, [form, settled, query.error]);
  return { query, errors, waiting: form !== settled || query.isFetching };
}

/** One unit of the currency, paid as early as there are rates: the growth between any two sessions. */
export function useCurrencyPath(currency: string, first: string | undefined, variant: 'total' | 'net') {
  const query = useRun(first ? { amount: 1, monthly: 0, currency, start_date: first, variant } : null);
  const data = query.data && !query.isPlaceholderData ? query.data : undefined;
  return {
    query,
    series: useMemo(() => data?.series.map(({ date, value }) => ({ date, value })), [data]),
    benchmark: useMemo(() => (data ? known(data.benchmark.series) : []), [data]),
  };
}

export function useCurrencyRates(start?: string, end?: string) {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['currency-rates', start ?? null, end ?? null],
    queryFn: ({ signal }) => simulation.rates({ start_date: start, end_date: end }, signal),
    enabled: signedIn,
    placeholderData: keepPreviousData,
  });
}
