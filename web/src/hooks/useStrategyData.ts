// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { useAuth } from '@/contexts/AuthContext';
import { useConnection } from '@/hooks/useConnection';
import { strategy } from '@/services/api/strategy';

const VERSIONS = 100;

export function useStrategyFields() {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['strategy-fields'],
    queryFn: ({ signal }) => strategy.fields(signal),
    enabled: signedIn,
    staleTime: Infinity,
  });
}

/** The newest versions of the configuration. */
export function useStrategyVersions() {
  const signedIn = useAuth().status === 'in';
  return useQuery({
    queryKey: ['strategy-versions'],
    queryFn: ({ signal }) => strategy.versions(VERSIONS, signal),
    enabled: signedIn,
  });
}

export interface Gate {
  /** Whether the account may publish at all. */
  readonly admin: boolean;
  /** Why nothing can be published now; null: it can. */
  readonly reason: string | null;
}

/** Whether this account may publish, and whether there is a server to publish to. */
export function useStrategyGate(): Gate {
  const { me } = useAuth();
  const connection = useConnection();
  const admin = me?.role === 'admin';
  if (!me) return { admin: true, reason: 'The account is not known yet.' };
  if (!admin) return { admin, reason: 'Publishing needs the role administrator.' };
  if (connection !== 'up')
    return { admin, reason: 'The server does not answer. The draft is kept until it does.' };
  return { admin, reason: null };
}
