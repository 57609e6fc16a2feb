// SPDX-License-Identifier: Apache-2.0
'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { AuthProvider } from '@/contexts/AuthContext';
import { UNAVAILABLE_RETRY_MS } from '@/constants/config';
import { ApiError } from '@/services/api/errors';
import { connection, watchConnection } from '@/services/connection';

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 30 * 60_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 500,
        refetchInterval: (query) =>
          query.state.error instanceof ApiError && query.state.error.status === 503
            ? UNAVAILABLE_RETRY_MS
            : false,
      },
    },
  });
}

/** Data, session and the watch over the server; on its return everything on the page is asked for again. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);

  useEffect(() => {
    let before = connection.get();
    const unsubscribe = connection.subscribe(() => {
      const now = connection.get();
      if (now === 'up' && before !== 'up') void client.invalidateQueries();
      before = now;
    });
    const stop = watchConnection();
    return () => {
      unsubscribe();
      stop();
    };
  }, [client]);

  return (
    <QueryClientProvider client={client}>
      <AuthProvider>{children}</AuthProvider>
    </QueryClientProvider>
  );
}
