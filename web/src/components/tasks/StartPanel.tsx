// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Field } from '@/components/ui/Field';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { Segmented } from '@/components/ui/Segmented';
import { useBegin } from '@/hooks/useTasks';

const MODES = [
  { value: 'smart', label: 'What changed' },
  { value: 'full', label: 'All' },
  { value: 'minimal', label: 'A few days' },
] as const;
const DAYS = { least: 1, most: 36500, usual: 90 };

/** What an administrator can begin. */
export function StartPanel() {
  const [mode, setMode] = useState<(typeof MODES)[number]['value']>('smart');
  const [days, setDays] = useState(String(DAYS.usual));
  const [asking, setAsking] = useState(false);
  const run = useBegin();
  const number = Number(days);
  const wrong =
    Number.isInteger(number) && number >= DAYS.least && number <= DAYS.most
      ? undefined
      : 'A whole number from 1 to 36,500';
  return (
    <Panel title="Start" caption="in the background">
      <div className="grid gap-4">
        <div className="start">
          <Segmented label="What to refresh" options={MODES} value={mode} onChange={setMode} />
          <Button
            look="primary"
            disabled={run.isPending}
            onClick={() => run.mutate({ kind: 'refresh', mode })}
          >
            Refresh market data
          </Button>
        </div>
        <div className="start">
          <p className="sec">All levels anew, with the configuration in force.</p>
          <Button disabled={run.isPending} onClick={() => run.mutate({ kind: 'compute' })}>
            Compute the index
          </Button>
        </div>
        <div className="start">
          <Field label="Days to keep" error={wrong}>
            <input
              className="in"
              inputMode="numeric"
              value={days}
              onChange={(event) => setDays(event.target.value.trim())}
            />
          </Field>
          <Button disabled={run.isPending || !!wrong} onClick={() => setAsking(true)}>
            Clean up
          </Button>
        </div>
        <FormError text={run.error?.message} />
        {run.data && (
          <p role="status" className="note" data-testid="begun">
            {run.data.message}
          </p>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title="Clean up?"
          verb="Clean up"
          busy={run.isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            run.mutate({ kind: 'cleanup', days: number });
          }}
        >
          <p>
            Ended tasks, expired results, reports, notices and ended sessions that are older than {number}{' '}
            days go. Prices, rates, corporate actions, levels and weights stay, whatever their age.
          </p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
