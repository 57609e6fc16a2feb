// SPDX-License-Identifier: Apache-2.0
'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { auth } from '@/services/api/auth';
import { watchActivity } from '@/services/renewal';
import { session } from '@/services/session';
import type { Me } from '@/types/api';

interface AuthState {
  /** `unknown` until the browser has been asked, so that the exported page and the first render agree. */
  readonly status: 'unknown' | 'out' | 'in';
  /** Signed in once, but the time ran out. */
  readonly lapsed: boolean;
  readonly me: Me | undefined;
  readonly signIn: (token: string) => void;
  readonly signOut: () => void;
}

const AuthContext = createContext<AuthState | null>(null);

export function AuthProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const token = useSyncExternalStore<string | null | undefined>(
    session.subscribe,
    session.get,
    () => undefined,
  );
  useEffect(() => {
    const stops = [session.watchTabs(), watchActivity()];
    return () => stops.forEach((stop) => stop());
  }, []);
  const lapsed = useSyncExternalStore(session.subscribe, session.lapsed, () => false);
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => auth.me(signal), enabled: !!token });

  const signIn = useCallback(
    (next: string) => {
      client.clear();
      session.set(next);
    },
    [client],
  );
  const signOut = useCallback(() => {
    void auth.logout().catch(() => {}); // without an answer it ends by itself
    session.set(null);
    client.clear();
  }, [client]);

  const status = token === undefined ? 'unknown' : token ? 'in' : 'out';
  const value = useMemo(
    () => ({ status, lapsed, me: me.data, signIn, signOut }) as const,
    [status, lapsed, me.data, signIn, signOut],
  );
  return <AuthContext value={value}>{children}</AuthContext>;
}

export function useAuth(): AuthState {
  const state = useContext(AuthContext);
  if (!state) throw new Error('useAuth outside of AuthProvider');
  return state;
}
