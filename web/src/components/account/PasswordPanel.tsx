// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRef, useState, type FormEvent } from 'react';
import { PasswordRules } from '@/components/login/PasswordRules';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { PasswordField } from '@/components/ui/PasswordField';
import { useChangePassword } from '@/hooks/useAccount';
import { fieldErrors } from '@/lib/fieldErrors';
import { figure } from '@/lib/format';
import { PASSWORD_RULES } from '@/lib/password';

type Errors = Partial<Record<'form' | 'current' | 'new', string>>;

const ended = (n: number) =>
  n === 0
    ? 'There was no other session.'
    : `${figure(n, 'count')} other ${n === 1 ? 'session' : 'sessions'} ended.`;

/** done: what was done to the password before this panel came. */
export function PasswordPanel({ done }: { done?: string }) {
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [touched, setTouched] = useState(false);
  const [errors, setErrors] = useState<Errors>({});
  const currentBox = useRef<HTMLInputElement>(null);
  const wantedBox = useRef<HTMLInputElement>(null);

  const fail = (found: Errors) => {
    setErrors(found);
    if (found.current) currentBox.current?.focus();
    else if (found.new) wantedBox.current?.focus();
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.reset();
    setTouched(true);
    if (!current) return fail({ current: 'Enter the password as it is.' });
    if (PASSWORD_RULES.some((rule) => !rule.holds(wanted)))
      return fail({ new: 'The password does not meet every rule below.' });
    setErrors({});
    change.mutate(
      { current, new: wanted },
      {
        onSuccess: () => {
          setCurrent('');
          setWanted('');
          setTouched(false);
        },
        onError: (error) => fail(fieldErrors(error, ['current', 'new'])),
      },
    );
  };

  return (
    <Panel title="Password" caption="a new one ends all other sessions; keys stay">
      <form className="acform" aria-label="Change the password" onSubmit={submit} noValidate>
        <FormError text={errors.form} />
        <PasswordField
          ref={currentBox}
          label="Current password"
          name="current"
          value={current}
          onChange={setCurrent}
          error={errors.current}
        />
        <PasswordField
          ref={wantedBox}
          label="New password"
          name="new"
          value={wanted}
          onChange={setWanted}
          error={errors.new}
          rules="password-rules"
        />
        <PasswordRules password={wanted} strict={touched} />
        <div>
          <Button type="submit" look="primary" disabled={change.isPending}>
            Change the password
          </Button>
        </div>
        <p role="status" data-testid="password-changed">
          {change.data ? `${change.data.message} ${ended(change.data.revoked)}` : done}
        </p>
      </form>
    </Panel>
  );
}
