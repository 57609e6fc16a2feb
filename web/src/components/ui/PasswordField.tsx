// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type Ref } from 'react';
import { IconButton } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { Icon } from '@/components/ui/Icon';

interface PasswordFieldProps {
  label?: string;
  name?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  /** Being chosen: the id of the rules that it has to meet. */
  rules?: string;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A password that can be looked at while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { label = 'Password', name = 'password', value, onChange, error, rules, autoFocus, ref } = props;
  const [visible, setVisible] = useState(false);
  return (
    <Field
      label={label}
      error={error}
      extra={
        <IconButton
          aria-label={`Show ${label.toLowerCase()}`}
          aria-pressed={visible}
          onClick={() => setVisible(!visible)}
        >
          <Icon name={visible ? 'eyeOff' : 'eye'} />
        </IconButton>
      }
    >
      <input
        ref={ref}
        className="in"
        type={visible ? 'text' : 'password'}
        name={name}
        autoComplete={rules ? 'new-password' : 'current-password'}
        aria-describedby={rules}
        autoFocus={autoFocus}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
