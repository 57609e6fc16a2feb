// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAuth } from '@/contexts/AuthContext';
import { diagnostics } from '@/services/api/diagnostics';

/** Looked at once and when asked: what is measured does not change under the reader. */
const ON_REQUEST = { staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

export function useDiagnostics() {
  const enabled = useAuth().status === 'in';
  const database = useQuery({
    queryKey: ['diagnostics', 'database'],
    queryFn: ({ signal }) => diagnostics.database(signal),
    enabled,
    ...ON_REQUEST,
  });
  const refresh = useQuery({
    queryKey: ['diagnostics', 'refresh'],
    queryFn: ({ signal }) => diagnostics.refresh(signal),
    enabled,
    ...ON_REQUEST,
  });
  const cache = useQuery({
    queryKey: ['diagnostics', 'cache'],
    queryFn: ({ signal }) => diagnostics.cache(signal),
    enabled,
    ...ON_REQUEST,
  });
  return { database, refresh, cache };
}

/** Levels may have changed: everything that is shown anywhere is asked for again. */
export function useRecalculate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: diagnostics.recalculate,
    onSuccess: () => void client.invalidateQueries(),
  });
}

export function useInvalidateCache() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: diagnostics.invalidate,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['diagnostics', 'cache'] }),
  });
}
