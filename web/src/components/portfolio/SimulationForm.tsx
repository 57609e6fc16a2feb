// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { Icon } from '@/components/ui/Icon';
import { Segmented } from '@/components/ui/Segmented';
import { day } from '@/lib/format';
import type { FormErrors, SimulationForm as Form } from '@/lib/simulation';
import type { CurrencyRate } from '@/types/api';

const VARIANTS = [
  { value: 'total', label: 'Total return' },
  { value: 'net', label: 'Net of costs' },
] as const;

interface SimulationFormProps {
  form: Form;
  errors: FormErrors;
  change: (next: Partial<Form>) => void;
  currencies: readonly CurrencyRate[];
  /** First and last day on which an investment may begin. */
  bounds: { readonly first?: string; readonly last?: string };
}

/** Copies the address; without a clipboard the link stands there to be copied by hand. */
function ShareLink() {
  const [state, setState] = useState<'idle' | 'copied' | 'shown'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setState('copied');
      setTimeout(() => setState('idle'), 3000);
    } catch {
      setState('shown');
    }
  };
  return (
    <>
      <Button small look="ghost" onClick={() => void copy()}>
        <Icon name={state === 'copied' ? 'check' : 'link'} />
        {state === 'copied' ? 'Link copied' : 'Copy link'}
      </Button>
      <span className="sr" role="status">
        {state === 'copied' ? 'The link is on the clipboard' : ''}
      </span>
      {state === 'shown' && (
        <input
          className="in"
          readOnly
          aria-label="Link to this simulation"
          value={window.location.href}
          onFocus={(event) => event.target.select()}
        />
      )}
    </>
  );
}

export function SimulationForm({ form, errors, change, currencies, bounds }: SimulationFormProps) {
  const known = currencies.some(({ currency }) => currency === form.currency);
  const text = (name: 'amount' | 'monthly') => ({
    className: 'in',
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    value: form[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  const date = (name: 'start' | 'end') => ({
    className: 'in',
    type: 'date',
    max: bounds.last,
    value: form[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  return (
    <form className="simform" aria-label="Simulation" noValidate onSubmit={(event) => event.preventDefault()}>
      <div className="ph">
        <h2>Investment</h2>
        <div className="act">
          <ShareLink />
        </div>
      </div>
      <div className="two">
        <Field label={`Amount, ${form.currency}`} error={errors.amount}>
          <input name="amount" {...text('amount')} />
        </Field>
        <Field label="Currency" error={errors.currency}>
          <select
            name="currency"
            className="in"
            value={form.currency}
            onChange={(event) => change({ currency: event.target.value })}
          >
            {!known && <option value={form.currency}>{form.currency}</option>}
            {currencies.map(({ currency, name }) => (
              <option key={currency} value={currency}>
                {currency}, {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Start" error={errors.start}>
          <input name="start" {...date('start')} min={bounds.first} />
        </Field>
        <Field label="End" error={errors.end}>
          <input name="end" {...date('end')} min={form.start} />
        </Field>
      </div>
      {bounds.first && (
        <p className="hint">
          {form.currency} from {day(bounds.first)}
          {bounds.last && `, levels to ${day(bounds.last)}`}; no end means the last level.
        </p>
      )}
      <Field label={`Add each month, ${form.currency}`} error={errors.monthly}>
        <input name="monthly" placeholder="0.00" {...text('monthly')} />
      </Field>
      <div className="field">
        <span className="l">Series</span>
        <Segmented
          label="Series"
          options={VARIANTS}
          value={form.variant}
          onChange={(variant) => change({ variant })}
        />
      </div>
    </form>
  );
}
