// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type FormEvent } from 'react';
import { CodeField } from '@/components/login/CodeField';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { PasswordField } from '@/components/ui/PasswordField';
import { useAuth } from '@/contexts/AuthContext';
import { useDisableTotp } from '@/hooks/useAccount';
import { fieldErrors } from '@/lib/fieldErrors';

/** Off needs what signing in needs. */
export function TotpDisable({ onCancel }: { onCancel: () => void }) {
  const disable = useDisableTotp();
  const wanted = useAuth().me?.has_password !== false;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [touched, setTouched] = useState(false);
  const errors = disable.error ? fieldErrors(disable.error, ['password', 'code']) : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if ((wanted && !password) || !code.trim()) return;
    disable.mutate({ password: wanted ? password : undefined, code: code.trim() }, { onSuccess: onCancel });
  };

  return (
    <form className="acform" aria-label="Turn the second factor off" onSubmit={submit} noValidate>
      <p className="sec">A sign-in then needs no code any more, and the recovery codes are void.</p>
      <FormError text={errors.form} />
      {wanted && (
        <PasswordField
          value={password}
          onChange={setPassword}
          error={touched && !password ? 'Enter the password.' : errors.password}
        />
      )}
      <CodeField
        value={code}
        onChange={setCode}
        error={touched && !code.trim() ? 'Enter a code.' : errors.code}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" disabled={disable.isPending}>
          Turn it off
        </Button>
        <Button onClick={onCancel}>Keep it on</Button>
      </div>
    </form>
  );
}
