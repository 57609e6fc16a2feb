// SPDX-License-Identifier: Apache-2.0
import { cloneElement, useId, type ReactElement, type ReactNode } from 'react';
import { Icon } from '@/components/ui/Icon';

type Control = ReactElement<{ id?: string; 'aria-invalid'?: boolean; 'aria-describedby'?: string }>;

interface FieldProps {
  label: string;
  error?: string;
  /** Beside the control, inside its box. */
  extra?: ReactNode;
  children: Control;
}

/** A labelled control with its error under it. */
export function Field({ label, error, extra, children }: FieldProps) {
  const id = useId();
  const control = cloneElement(children, {
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-error` : children.props['aria-describedby'],
  });
  return (
    <div className="field">
      <label className="l" htmlFor={id}>
        {label}
      </label>
      {extra ? (
        <div className="secret">
          {control}
          {extra}
        </div>
      ) : (
        control
      )}
      {error && (
        <p className="err" id={`${id}-error`}>
          <Icon name="warn" />
          {error}
        </p>
      )}
    </div>
  );
}
