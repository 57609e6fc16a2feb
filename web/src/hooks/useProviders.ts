// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useAuth } from '@/contexts/AuthContext';
import { useChange } from '@/hooks/useAccount';
import type { Provider, Purpose, Returned } from '@/lib/providers';
import { auth } from '@/services/api/auth';
import { providers } from '@/services/api/providers';
import { providerFlow } from '@/services/providerFlow';

const LINKED = ['account', 'linked'] as const;
const SESSIONS = ['account', 'sessions'] as const;

/** What the server says of itself before anybody is signed in. */
export function useSetup() {
  return useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => auth.setup(signal) });
}

/** What the browser came back with from a provider, for one purpose; null: nothing. */
export function useReturned(purpose: Purpose): Returned | null {
  const back = useSyncExternalStore(providerFlow.subscribe, providerFlow.returned, () => null);
  // Begun in another tab, its purpose is unknown: the login page says so.
  return back && (back.begun?.purpose ?? 'signIn') === purpose ? back : null;
}

interface Departure {
  provider: Provider;
  purpose: Purpose;
  page: string;
  next?: string;
}

export function useBegin() {
  return useMutation({
    mutationFn: ({ provider, purpose, page, next }: Departure) =>
      providerFlow.begin(provider, purpose, page, next),
    networkMode: 'always',
  });
}

export function useLinked() {
  const enabled = useAuth().status === 'in';
  return useQuery({
    queryKey: LINKED,
    queryFn: ({ signal }) => providers.linked(signal),
    enabled,
    staleTime: 0,
  });
}

export const useLink = () => useChange(providers.link, LINKED, ['me']);
export const useUnlink = () => useChange(providers.unlink, LINKED, ['me']);
export const useSetPassword = () => useChange(providers.setPassword, SESSIONS, ['me']);
