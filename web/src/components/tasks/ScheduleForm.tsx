// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { Field } from '@/components/ui/Field';
import { FormError } from '@/components/ui/FormError';
import { Segmented } from '@/components/ui/Segmented';
import { bodyOf, useSaveSchedule } from '@/hooks/useSchedules';
import { fieldErrors } from '@/lib/fieldErrors';
import { argsError } from '@/lib/tasks';
import type { ScheduleBody } from '@/services/api/tasks';
import type { Schedule } from '@/types/tasks';

const MISSED = [
  { value: 'once', label: 'Once, late' },
  { value: 'skip', label: 'Not at all' },
] as const;
const FIELDS = ['name', 'kind', 'args', 'spec', 'timezone', 'missed', 'enabled'] as const;
const EMPTY: ScheduleBody = {
  name: '',
  kind: 'market_refresh',
  args: {},
  spec: 'cron 0 6 * * *',
  timezone: 'UTC',
  missed: 'once',
  enabled: true,
};

interface ScheduleFormProps {
  /** null: a new one. */
  schedule: Schedule | null;
  kinds: readonly { name: string; title: string; doc: string }[];
  onClose: () => void;
}

export function ScheduleForm({ schedule, kinds, onClose }: ScheduleFormProps) {
  const [draft, setDraft] = useState<ScheduleBody>(schedule ? bodyOf(schedule) : EMPTY);
  const [args, setArgs] = useState(JSON.stringify(draft.args ?? {}));
  const [bad, setBad] = useState<string>();
  const save = useSaveSchedule();
  const badArgs = bad ?? argsError(save.error);
  const refused: Partial<Record<(typeof FIELDS)[number] | 'form', string>> = save.error
    ? fieldErrors(save.error, FIELDS)
    : {};
  const set = (change: Partial<ScheduleBody>) => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    let parsed: unknown;
    try {
      parsed = JSON.parse(args || '{}');
    } catch {
      parsed = null;
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      setBad('An object in JSON: {} or {"mode":"full"}');
      return;
    }
    setBad(undefined);
    save.mutate(
      { id: schedule?.id ?? null, body: { ...draft, args: parsed as ScheduleBody['args'] } },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title={schedule ? `Schedule “${schedule.name}”` : 'New schedule'} onClose={onClose}>
      <form className="grid gap-3" onSubmit={submit} noValidate aria-label="Schedule">
        {!schedule?.builtin && (
          <>
            <Field label="Name" error={refused.name}>
              <input
                className="in"
                value={draft.name}
                maxLength={40}
                onChange={(event) => set({ name: event.target.value })}
              />
            </Field>
            <Field label="What" error={refused.kind}>
              <select
                className="in"
                value={draft.kind}
                onChange={(event) => set({ kind: event.target.value })}
              >
                {kinds.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </select>
            </Field>
          </>
        )}
        <Field label="When" error={refused.spec}>
          <input
            className="in mono"
            value={draft.spec}
            maxLength={120}
            spellCheck={false}
            onChange={(event) => set({ spec: event.target.value })}
          />
        </Field>
        <p className="hint">
          <code>cron 30 22 * * mon-fri</code>, <code>every 15m</code>, <code>close+30m XNYS</code> or{' '}
          <code>after refresh</code>
        </p>
        <Field label="Time zone" error={refused.timezone}>
          <input
            className="in"
            value={draft.timezone ?? ''}
            maxLength={64}
            spellCheck={false}
            onChange={(event) => set({ timezone: event.target.value })}
          />
        </Field>
        <Field label="Arguments" error={badArgs}>
          <input
            className="in mono"
            value={args}
            spellCheck={false}
            onChange={(event) => setArgs(event.target.value)}
          />
        </Field>
        <div>
          <p className="l mb-1">A run that was missed comes</p>
          <Segmented
            label="A run that was missed comes"
            options={MISSED}
            value={draft.missed ?? 'once'}
            onChange={(missed) => set({ missed })}
          />
        </div>
        <FormError text={(badArgs ? undefined : refused.form) ?? refused.missed ?? refused.enabled} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep as it is</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            Save the schedule
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
