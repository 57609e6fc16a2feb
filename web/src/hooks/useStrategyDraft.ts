// SPDX-License-Identifier: Apache-2.0
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { isDate } from '@/lib/dates';
import { isRange, type RangeName } from '@/lib/ranges';
import { draftOf, readDraft, writeDraft, type Draft, type Edits, type Settings } from '@/lib/strategy';
import type { StrategyField } from '@/types/api';

export interface StrategyView {
  /** Null with a range of one's own. */
  readonly range: RangeName | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Null: as the length of the range suggests. */
  readonly log: boolean | null;
  readonly table: boolean;
}

function readView(query: URLSearchParams): StrategyView {
  const range = query.get('range');
  const from = query.get('from');
  const to = query.get('to');
  const log = query.get('log');
  const own = isDate(from) || isDate(to);
  return {
    range: own ? null : isRange(range) ? range : 'Max',
    from: isDate(from) ? from : null,
    to: isDate(to) ? to : null,
    log: log === '1' ? true : log === '0' ? false : null,
    table: query.get('view') === 'table',
  };
}

function writeView(view: StrategyView, query: URLSearchParams) {
  const put = (name: string, value: string | null) =>
    value === null ? query.delete(name) : query.set(name, value);
  put('range', view.range === 'Max' ? null : view.range);
  put('from', view.range ? null : view.from);
  put('to', view.range ? null : view.to);
  put('log', view.log === null ? null : view.log ? '1' : '0');
  put('view', view.table ? 'table' : null);
}

export interface DraftState {
  readonly edits: Edits;
  readonly draft: Draft;
  readonly view: StrategyView;
  readonly set: (edits: Edits) => void;
  readonly undo: (name: string) => void;
  readonly discard: () => void;
  readonly show: (view: Partial<StrategyView>) => void;
}

/** The draft and the range, begun from the address and written back to it, so that neither is lost by leaving. */
export function useStrategyDraft(fields: readonly StrategyField[], force: Settings): DraftState {
  const query = useSearchParams();
  const [edits, setEdits] = useState(() => readDraft(fields, new URLSearchParams(query)));
  const [view, setView] = useState(() => readView(new URLSearchParams(query)));
  const draft = useMemo(() => draftOf(fields, force, edits), [fields, force, edits]);

  useEffect(() => {
    const next = new URLSearchParams(window.location.search);
    writeDraft(fields, draft, edits, next);
    writeView(view, next);
    const text = next.toString();
    if (text === window.location.search.slice(1)) return;
    window.history.replaceState(null, '', `${window.location.pathname}${text && `?${text}`}`);
  }, [fields, draft, edits, view]);

  const set = useCallback((next: Edits) => setEdits((before) => ({ ...before, ...next })), []);
  const undo = useCallback(
    (name: string) =>
      setEdits((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== name))),
    [],
  );
  const discard = useCallback(() => setEdits({}), []);
  const show = useCallback(
    (next: Partial<StrategyView>) => setView((before) => ({ ...before, ...next })),
    [],
  );
  return { edits, draft, view, set, undo, discard, show };
}
