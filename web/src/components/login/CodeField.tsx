// SPDX-License-Identifier: Apache-2.0
import type { Ref } from 'react';
import { Field } from '@/components/ui/Field';

interface CodeFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string;
  /** The app's codes alone, as while the app is being set up. */
  appOnly?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Where a code of the authenticator app, or one for recovery, is typed. */
export function CodeField({ value, onChange, error, appOnly, ref }: CodeFieldProps) {
  return (
    <Field label={appOnly ? 'Code of the app' : 'Code of the app, or for recovery'} error={error}>
      <input
        ref={ref}
        className="in mono"
        name="code"
        autoComplete="one-time-code"
        inputMode={appOnly ? 'numeric' : undefined}
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={64}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
