// SPDX-License-Identifier: Apache-2.0
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { readView, writeView, type RiskView } from '@/lib/riskView';

const PENDING_MS = 3000;

/** Put a query and an anchor in the address without going anywhere. */
function rewrite(query: string, hash: string) {
  window.history.replaceState(null, '', `${window.location.pathname}${query && `?${query}`}${hash}`);
}

/** Range, basis, metric and window: all of them live in the URL and hold for the whole page. */
export function useRiskView() {
  const query = useSearchParams();
  const { view, wrong } = useMemo(() => readView(new URLSearchParams(query)), [query]);
  // The router takes the address over a little later: what was asked for last counts until it has arrived.
  const asked = useRef<{ view: RiskView; at: number } | null>(null);
  useEffect(() => {
    if (asked.current && writeView(asked.current.view) === writeView(view)) asked.current = null;
  }, [view]);

  const change = useCallback(
    (next: Partial<RiskView>) => {
      const at = performance.now();
      const pending = asked.current && at - asked.current.at < PENDING_MS ? asked.current.view : view;
      asked.current = { view: { ...pending, ...next }, at };
      rewrite(writeView(asked.current.view), window.location.hash);
    },
    [view],
  );
  return { view, wrong, change };
}
