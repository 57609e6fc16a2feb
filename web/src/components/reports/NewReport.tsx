// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { Segmented } from '@/components/ui/Segmented';
import { useHotkeys } from '@/hooks/useHotkeys';
import { usePreferences } from '@/hooks/usePreferences';
import { useMakeReport } from '@/hooks/useReports';
import { fieldErrors } from '@/lib/fieldErrors';
import { daysError, FORMATS, PERIODS, TYPES, type ReportFormat, type ReportType } from '@/lib/reports';

interface NewReportProps {
  /** Why the period of the last one could not be, until it is changed. */
  refused?: string;
  onChange: () => void;
  /** Gets the task that makes it. */
  onBegun: (task: string) => void;
}

/** What is wanted of a report. */
export function NewReport({ refused: late, onChange, onBegun }: NewReportProps) {
  const [type, setType] = useState<ReportType>('detailed');
  const [format, setFormat] = useState<ReportFormat>('pdf');
  const [days, setDays] = useState('365');
  const form = useRef<HTMLFormElement>(null);
  const run = useMakeReport();
  const enter = () => form.current?.querySelector('button')?.focus();
  useHotkeys(
    useMemo(() => ({ n: enter }), []),
    usePreferences().singleKeys,
  );
  useEffect(() => {
    if (window.location.hash === '#new') enter();
  }, []);
  const wrong = daysError(days);
  const refused = run.error ? fieldErrors(run.error, ['period_days', 'report_type', 'format']) : {};
  const change = (value: string) => {
    setDays(value);
    onChange();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong || run.isPending) return;
    run.mutate(
      { report_type: type, format, period_days: Number(days) },
      { onSuccess: ({ task_id }) => onBegun(task_id) },
    );
  };
  return (
    <Panel title="New report" caption="total return, costs not deducted unless it says so">
      <form
        ref={form}
        className="grid grid-cols-1 justify-items-start gap-4"
        onSubmit={submit}
        aria-label="New report"
        noValidate
      >
        <div className="field max-w-full">
          <span className="l">Type</span>
          <div className="segs">
            <Segmented label="Type" options={TYPES} value={type} onChange={setType} />
          </div>
          <p className="hint mt-1" data-testid="report-holds">
            {TYPES.find(({ value }) => value === type)!.holds}
          </p>
        </div>
        <div className="field">
          <span className="l">Format</span>
          <Segmented label="Format" options={FORMATS} value={format} onChange={setFormat} />
        </div>
        <div className="start">
          <div className="field max-w-full">
            <span className="l">Period</span>
            <div className="segs">
              <Segmented
                label="Period"
                options={PERIODS}
                value={PERIODS.find(({ value }) => value === days.trim())?.value ?? null}
                onChange={change}
              />
            </div>
          </div>
          <Field label="Days before the last session" error={wrong ?? refused.period_days ?? late}>
            <input
              className="in"
              inputMode="numeric"
              value={days}
              onChange={(event) => change(event.target.value)}
            />
          </Field>
        </div>
        <FormError text={refused.form ?? refused.report_type ?? refused.format} />
        <div>
          <Button type="submit" look="primary" disabled={run.isPending}>
            {run.isPending ? 'Asking' : 'Make the report'}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
