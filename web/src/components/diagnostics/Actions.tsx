// SPDX-License-Identifier: Apache-2.0
'use client';

import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Exact } from '@/components/ui/Exact';
import { Field } from '@/components/ui/Field';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Panel } from '@/components/ui/Panel';
import { useAuth } from '@/contexts/AuthContext';
import { useConnection } from '@/hooks/useConnection';
import { useInvalidateCache, useRecalculate } from '@/hooks/useDiagnostics';
import { moment } from '@/lib/moment';
import { DASH } from '@/lib/format';
import type { Recalculated } from '@/types/api';

/** Why the controls that write cannot be used now; null when they can. */
function useBarred(): string | null {
  const admin = useAuth().me?.role === 'admin';
  const up = useConnection() === 'up';
  if (!admin) return 'Only administrators can do this.';
  return up ? null : 'The server does not answer.';
}

interface GuardedProps {
  barred: string | null;
  busy: boolean;
  type?: 'button' | 'submit';
  onClick?: () => void;
  children: ReactNode;
}

/** A button that stays visible with a lock where it cannot be used, and says why. */
function Guarded({ barred, busy, type = 'button', onClick, children }: GuardedProps) {
  const reason = useId();
  return (
    <>
      <Button
        type={type}
        disabled={busy}
        aria-disabled={barred ? true : undefined}
        aria-describedby={barred ? reason : undefined}
        onClick={barred ? (event) => event.preventDefault() : onClick}
      >
        {barred && <Icon name="lock" />}
        {children}
      </Button>
      {barred && (
        <p className="note mt-1" id={reason}>
          {barred}
        </p>
      )}
    </>
  );
}

function Failure({ error }: { error: Error | null }) {
  return error ? (
    <p className="err" role="alert">
      <Icon name="warn" />
      {error.message}
    </p>
  ) : null;
}

/** The index before and after, number by number. */
function Outcome({ done }: { done: Recalculated }) {
  const { before, after } = done;
  const same =
    before.latest_value === after.latest_value &&
    before.index_values === after.index_values &&
    before.rebalances === after.rebalances;
  return (
    <div className="outcome" role="status" data-testid="recalculated">
      <p>
        {done.message} {same ? 'Nothing changed, to the last digit.' : 'The figures changed.'}
      </p>
      <table className="rep tight">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="num">
              Before
            </th>
            <th scope="col" className="num">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>Levels</td>
            <td className="num">
              <Figure value={before.index_values} kind="count" />
            </td>
            <td className="num">
              <Figure value={after.index_values} kind="count" />
            </td>
          </tr>
          <tr>
            <td>Rebalances</td>
            <td className="num">
              <Figure value={before.rebalances} kind="count" />
            </td>
            <td className="num">
              <Figure value={after.rebalances} kind="count" />
            </td>
          </tr>
          <tr>
            <td>Session</td>
            <td className="num">{before.latest_date ?? DASH}</td>
            <td className="num">{after.latest_date ?? DASH}</td>
          </tr>
          <tr>
            <td>Level</td>
            <td className="num">
              <Exact value={before.latest_value} amount reason="no level yet" />
            </td>
            <td className="num">
              <Exact value={after.latest_value} amount reason="no level yet" />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Recalculate({ barred }: { barred: string | null }) {
  const [asking, setAsking] = useState(false);
  const run = useRecalculate();
  return (
    <div>
      <p className="sec mb-2">
        Computes every level anew from the stored prices and the configuration in force, and publishes them.
      </p>
      <Guarded barred={barred} busy={run.isPending} onClick={() => setAsking(true)}>
        {run.isPending ? 'Recalculating' : 'Recalculate the index'}
      </Guarded>
      {asking && (
        <Dialog title="Recalculate the index?" onClose={() => setAsking(false)}>
          <p className="sec">
            All published levels, rebalances and events are replaced by new ones. They differ only where
            prices or the configuration changed since the last run.
          </p>
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep as it is</Button>
            <Button
              look="primary"
              onClick={() => {
                setAsking(false);
                run.mutate();
              }}
            >
              Recalculate
            </Button>
          </div>
        </Dialog>
      )}
      <Failure error={run.error} />
      {run.data && <Outcome done={run.data} />}
    </div>
  );
}

function Invalidate({ barred }: { barred: string | null }) {
  const [pattern, setPattern] = useState('*');
  const run = useInvalidateCache();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!barred) run.mutate(pattern.trim());
  };
  return (
    <form onSubmit={submit} className="grid gap-2">
      <Field label="Keys to forget">
        <input
          className="in"
          value={pattern}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setPattern(event.target.value)}
        />
      </Field>
      <p className="hint">
        * stands for any text, ? for one character; the next request reads from the database.
      </p>
      <div>
        <Guarded type="submit" barred={barred} busy={run.isPending}>
          Invalidate the cache
        </Guarded>
      </div>
      <Failure error={run.error} />
      {run.data && (
        <p role="status" data-testid="invalidated">
          {run.data.message} <span className="muted">{moment(run.data.timestamp)}</span>
        </p>
      )}
    </form>
  );
}

/** What an administrator can do about it. */
export function Actions() {
  const barred = useBarred();
  return (
    <>
      <Panel title="Recalculate">
        <Recalculate barred={barred} />
      </Panel>
      <Panel title="Invalidate the cache">
        <Invalidate barred={barred} />
      </Panel>
    </>
  );
}
