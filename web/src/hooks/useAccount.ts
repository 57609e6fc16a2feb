// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAuth } from '@/contexts/AuthContext';
import { account } from '@/services/api/account';

const SESSIONS = ['account', 'sessions'] as const;
const KEYS = ['account', 'keys'] as const;

export function useSessions() {
  const enabled = useAuth().status === 'in';
  return useQuery({
    queryKey: SESSIONS,
    queryFn: ({ signal }) => account.sessions(signal),
    enabled,
    staleTime: 0,
  });
}

export function useApiKeys() {
  const enabled = useAuth().status === 'in';
  return useQuery({ queryKey: KEYS, queryFn: ({ signal }) => account.keys(signal), enabled, staleTime: 0 });
}

/** A change, after which the lists that it shows in are asked for again. */
export function useChange<In, Out>(run: (input: In) => Promise<Out>, ...stale: (readonly string[])[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    networkMode: 'always',
    onSettled: () =>
      Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey }))).then(() => {}),
  });
}

export const useChangePassword = () => useChange(account.changePassword, SESSIONS);
export const useEndSession = () => useChange(account.endSession, SESSIONS);
export const useEndOthers = () => useChange(account.endOthers, SESSIONS);
export const useMakeKey = () => useChange(account.makeKey, KEYS);
export const useRevokeKey = () => useChange(account.revokeKey, KEYS);
export const useSetUpTotp = () => useChange(account.setUpTotp);
export const useEnableTotp = () => useChange(account.enableTotp);
export const useDisableTotp = () => useChange(account.disableTotp, ['me']);
