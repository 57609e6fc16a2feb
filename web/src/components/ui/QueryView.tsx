// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { ErrorPanel } from '@/components/ui/ErrorPanel';

interface QueryViewProps<T> {
  query: UseQueryResult<T>;
  what: string;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** A skeleton only after 150 ms, so that quick answers do not flash; until then its room is kept empty. */
function Late({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return <div className={shown ? undefined : 'invisible'}>{children}</div>;
}

/** One panel's states: data once there are any, else the error, else the skeleton. */
export function QueryView<T>({ query, what, skeleton, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <ErrorPanel what={what} error={query.error} retry={() => void query.refetch()} />;
  return <Late>{skeleton}</Late>;
}
