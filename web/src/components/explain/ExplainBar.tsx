// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { Segmented } from '@/components/ui/Segmented';
import type { ExplainView } from '@/hooks/useExplain';
import { download } from '@/lib/csv';
import { isDate } from '@/lib/dates';
import { explainCsv, neighbours } from '@/lib/explain';
import type { Explained, Variant } from '@/types/api';
import type { Series } from '@/types/series';

const NO_PRICE = 'The data hold dividend-adjusted closes only, so a price-return level does not exist';
const VARIANTS: readonly { value: Variant; label: string; disabled?: string }[] = [
  { value: 'total', label: 'Total' },
  { value: 'net', label: 'Net of costs' },
  { value: 'price', label: 'Price', disabled: NO_PRICE },
];

interface ExplainBarProps {
  view: ExplainView;
  change: (change: Partial<ExplainView>) => void;
  levels: Series | undefined;
  /** The session on show. */
  date: string | undefined;
  step: (side: 'before' | 'after') => () => void;
  explained: Explained | undefined;
}

/** The date as typed; taken over once it lies within the levels, or when the field is left. */
function DateField({ levels, date, choose }: { levels: Series; date: string; choose: (d: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const first = levels[0]?.date;
  const last = levels.at(-1)?.date;
  const take = (text: string) => {
    setDraft(null);
    if (isDate(text) && text !== date) choose(text);
  };
  return (
    <input
      className="in"
      type="date"
      aria-label="Session"
      min={first}
      max={last}
      value={draft ?? date}
      onChange={({ target: { value } }) => {
        if (first && last && value >= first && value <= last) take(value);
        else setDraft(value);
      }}
      onBlur={({ target: { value } }) => take(value)}
      onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget.value)}
    />
  );
}

export function ExplainBar({ view, change, levels, date, step, explained }: ExplainBarProps) {
  const shown = view.date && isDate(view.date) ? view.date : (date ?? '');
  const { before, after } = levels && shown ? neighbours(levels, shown) : {};
  return (
    <div className="bar explainbar" role="toolbar" aria-label="Session and variant">
      <Button
        small
        aria-label="Previous session"
        title="Previous session ([)"
        disabled={!before}
        onClick={step('before')}
      >
        <Icon name="left" />
      </Button>
      {levels && <DateField levels={levels} date={shown} choose={(next) => change({ date: next })} />}
      <Button
        small
        aria-label="Next session"
        title="Next session (])"
        disabled={!after}
        onClick={step('after')}
      >
        <Icon name="right" />
      </Button>
      <Segmented
        label="Variant"
        options={VARIANTS}
        value={view.net ? 'net' : 'total'}
        onChange={(variant) => variant !== 'price' && change({ net: variant === 'net' })}
      />
      <span className="grow" />
      <Button
        small
        disabled={!explained}
        title="The whole explanation, as the API answers it"
        onClick={() =>
          download(
            `autoindex-explain-${explained!.date}.json`,
            `${JSON.stringify(explained, null, 1)}\n`,
            'application/json',
          )
        }
      >
        <Icon name="save" />
        JSON
      </Button>
      <Button
        small
        disabled={!explained}
        title="Units, prices and values with every digit: their sum is the level times the divisor"
        onClick={() => download(`autoindex-explain-${explained!.date}.csv`, explainCsv(explained!))}
      >
        <Icon name="save" />
        CSV that recomputes
      </Button>
    </div>
  );
}
