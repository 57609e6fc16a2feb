// SPDX-License-Identifier: Apache-2.0
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { isDate } from '@/lib/dates';
import { isRange, type RangeName } from '@/lib/ranges';
import type { Variant } from '@/types/api';

export interface DashboardView {
  /** Null with a range of one's own. */
  readonly range: RangeName | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly variant: Exclude<Variant, 'price'>;
  readonly bench: boolean;
  /** Null: as the length of the range suggests. */
  readonly log: boolean | null;
  readonly table: boolean;
}

export type ViewChange = Partial<DashboardView>;

const DEFAULT_RANGE: RangeName = '5Y';
const PENDING_MS = 3000;

function read(query: URLSearchParams): DashboardView {
  const from = query.get('from');
  const to = query.get('to');
  const own = isDate(from) || isDate(to);
  const range = query.get('range')?.replace(/^max$/i, 'Max') ?? null;
  const log = query.get('log');
  return {
    range: own ? null : isRange(range) ? range : DEFAULT_RANGE,
    from: isDate(from) ? from : null,
    to: isDate(to) ? to : null,
    variant: query.get('variant') === 'net' ? 'net' : 'total',
    bench: query.get('bench') !== '0',
    log: log === '1' ? true : log === '0' ? false : null,
    table: query.get('view') === 'table',
  };
}

function write(view: DashboardView): string {
  const query = new URLSearchParams();
  if (view.range) query.set('range', view.range);
  if (!view.range && view.from) query.set('from', view.from);
  if (!view.range && view.to) query.set('to', view.to);
  if (view.variant !== 'total') query.set('variant', view.variant);
  if (view.log !== null) query.set('log', view.log ? '1' : '0');
  if (!view.bench) query.set('bench', '0');
  if (view.table) query.set('view', 'table');
  return query.toString();
}

/** Range, variant, benchmark and scale: all of them live in the URL and hold for the whole page. */
export function useDashboardView(): [DashboardView, (change: ViewChange) => void] {
  const query = useSearchParams();
  const view = useMemo(() => read(new URLSearchParams(query)), [query]);
  // The router takes the address over a little later, and in between puts the older one back: what was asked for
  // last counts until it has arrived.
  const asked = useRef<{ view: DashboardView; at: number } | null>(null);
  useEffect(() => {
    if (asked.current && write(asked.current.view) === write(view)) asked.current = null;
  }, [view]);

  const change = useCallback(
    (next: ViewChange) => {
      const at = performance.now();
      const pending = asked.current && at - asked.current.at < PENDING_MS ? asked.current.view : view;
      asked.current = { view: { ...pending, ...next }, at };
      window.history.replaceState(null, '', `${window.location.pathname}?${write(asked.current.view)}`);
    },
    [view],
  );
  return [view, change];
}
