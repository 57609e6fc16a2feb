// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { PasswordField } from '@/components/ui/PasswordField';
import { useLink } from '@/hooks/useProviders';
import { providerErrors, type Begun } from '@/lib/providers';
import { providerFlow } from '@/services/providerFlow';

interface LinkFormProps {
  code: string;
  begun: Begun;
  onDone: (message: string) => void;
}

/** The provider vouched for somebody; the password says that it is the owner of this account. */
export function LinkForm({ code, begun, onDone }: LinkFormProps) {
  const link = useLink();
  const [password, setPassword] = useState('');
  const [touched, setTouched] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const { name } = begun.provider;
  const errors = link.error ? providerErrors(link.error, name, ['password']) : {};

  useEffect(() => box.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!password) return box.current?.focus();
    link.mutate(
      { code, binding: begun.binding, password },
      { onSuccess: ({ message }) => onDone(message), onError: () => box.current?.focus() },
    );
  };

  return (
    <form className="acform mb-4" aria-label={`Link ${name}`} onSubmit={submit} noValidate>
      <p className="sec">
        {name} confirmed who you are there. Linked, that account signs in to this one; the password of this
        account allows it.
      </p>
      <FormError text={errors.form} />
      <PasswordField
        ref={box}
        label="Password of this account"
        value={password}
        onChange={setPassword}
        error={touched && !password ? 'Enter the password.' : errors.password}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={link.isPending}>
          Link {name}
        </Button>
        <Button onClick={() => providerFlow.done()}>Not now</Button>
      </div>
    </form>
  );
}
