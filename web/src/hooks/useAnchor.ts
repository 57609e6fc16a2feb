// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

function watch(notify: () => void) {
  window.addEventListener('hashchange', notify);
  window.addEventListener('popstate', notify);
  return () => {
    window.removeEventListener('hashchange', notify);
    window.removeEventListener('popstate', notify);
  };
}

const here = () => window.location.hash.slice(1);

/**
 * The anchor of the address, where one of the ids has it. Its element is scrolled to and focused once it is there,
 * and again when everything above it has its height, unless the reader has gone on by then.
 */
export function useAnchor(ids: ReadonlySet<string>, settled: boolean): string | null {
  const hash = useSyncExternalStore(watch, here, () => '');
  const target = ids.has(hash) ? hash : null;
  const reached = useRef<string | null>(null);
  const go = useCallback((id: string) => {
    const element = document.getElementById(id);
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
  }, []);

  useEffect(() => {
    if (target && reached.current !== target) go(target);
    reached.current = target;
  }, [target, go]);
  useEffect(() => {
    if (settled && target && document.activeElement?.id === target) go(target);
  }, [settled, target, go]);
  return target;
}
