// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useAuth } from '@/contexts/AuthContext';
import { market } from '@/services/api/market';
import { portfolio } from '@/services/api/portfolio';
import type { Span } from '@/lib/ranges';
import type { Variant } from '@/types/api';

/** What the pages show; nothing is asked for before somebody has signed in. */
function useSignedIn(): boolean {
  return useAuth().status === 'in';
}

export function useCurrent() {
  return useQuery({
    queryKey: ['current'],
    queryFn: ({ signal }) => portfolio.current(signal),
    enabled: useSignedIn(),
  });
}

/** The whole history once; ranges are cut on the client. */
export function useHistory(variant: Variant) {
  return useQuery({
    queryKey: ['history', variant],
    queryFn: ({ signal }) => portfolio.history(variant, signal),
    enabled: useSignedIn(),
  });
}

export function useRebalances() {
  return useQuery({
    queryKey: ['rebalances'],
    queryFn: ({ signal }) => portfolio.rebalances(signal),
    enabled: useSignedIn(),
  });
}

export function useRecentRebalances(limit: number) {
  return useQuery({
    queryKey: ['rebalances', limit],
    queryFn: ({ signal }) => portfolio.recentRebalances(limit, signal),
    enabled: useSignedIn(),
  });
}

export function useConfig() {
  return useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => portfolio.config(signal),
    enabled: useSignedIn(),
  });
}

export function useBenchmark() {
  return useQuery({
    queryKey: ['sp500'],
    queryFn: ({ signal }) => market.sp500(signal),
    enabled: useSignedIn(),
  });
}

/** Figures of a range that need the risk-free rate. */
export function useComparison(span: Span | undefined) {
  const signedIn = useSignedIn();
  return useQuery({
    queryKey: ['compare', span?.from, span?.to],
    queryFn: ({ signal }) => market.compare(span!.from, span!.to, signal),
    enabled: signedIn && span !== undefined,
  });
}

export function useSources() {
  return useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => market.sources(signal),
    enabled: useSignedIn(),
  });
}

/** Up to a thousand assets, for lists that filter as one types. */
export function useAssets() {
  return useQuery({
    queryKey: ['assets'],
    queryFn: ({ signal }) => market.assets({ limit: 1000 }, signal),
    enabled: useSignedIn(),
  });
}

export function useAssetHistory(symbol: string, from?: string) {
  const signedIn = useSignedIn();
  return useQuery({
    queryKey: ['asset', symbol, from ?? null],
    queryFn: ({ signal }) => market.assetHistory(symbol, from, signal),
    enabled: signedIn && symbol !== '',
  });
}
