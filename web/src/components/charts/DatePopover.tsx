// SPDX-License-Identifier: Apache-2.0
'use client';

import { Popover } from 'radix-ui';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { isDate } from '@/lib/dates';
import { day } from '@/lib/format';
import type { Span } from '@/lib/ranges';

interface FormProps {
  whole: Span;
  span: Span | null;
  onApply: (from: string, to: string) => void;
}

function DateRangeForm({ whole, span, onApply }: FormProps) {
  const [from, setFrom] = useState(span?.from ?? whole.from);
  const [to, setTo] = useState(span?.to ?? whole.to);
  const [tried, setTried] = useState(false);
  const limits = `Levels run from ${day(whole.from)} to ${day(whole.to)}.`;
  const inside = (date: string) => isDate(date) && date >= whole.from && date <= whole.to;
  const fromError = inside(from) ? undefined : limits;
  const toError = !inside(to) ? limits : to <= from ? 'The end lies after the start.' : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!fromError && !toError) onApply(from, to);
  };

  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <Field label="From" error={tried ? fromError : undefined}>
        <input
          className="in"
          type="date"
          value={from}
          min={whole.from}
          max={whole.to}
          onChange={(e) => setFrom(e.target.value)}
        />
      </Field>
      <Field label="To" error={tried ? toError : undefined}>
        <input
          className="in"
          type="date"
          value={to}
          min={whole.from}
          max={whole.to}
          onChange={(e) => setTo(e.target.value)}
        />
      </Field>
      <p className="hint">{limits}</p>
      <Button type="submit" look="primary">
        Show range
      </Button>
    </form>
  );
}

interface DatePopoverProps extends FormProps {
  trigger: ReactNode;
}

/** The form over the page, opened as soon as its code is there. */
export default function DatePopover({ trigger, whole, span, onApply }: DatePopoverProps) {
  const [open, setOpen] = useState(true);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn sm">{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop form" align="start" sideOffset={6} aria-label="Range of dates">
          <DateRangeForm
            whole={whole}
            span={span}
            onApply={(from, to) => {
              setOpen(false);
              onApply(from, to);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
