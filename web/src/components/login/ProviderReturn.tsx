// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useRef, useState, type FormEvent } from 'react';
import { CodeField } from '@/components/login/CodeField';
import { ProviderLink } from '@/components/login/ProviderLink';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { useAuth } from '@/contexts/AuthContext';
import { loginErrors, wantsCode, type LoginErrors } from '@/lib/loginErrors';
import { providerErrors, type Begun } from '@/lib/providers';
import { ApiError } from '@/services/api/errors';
import { providers } from '@/services/api/providers';
import { providerFlow } from '@/services/providerFlow';

interface ProviderReturnProps {
  code: string;
  begun: Begun;
}

/** Refusals after which the code still holds: the second factor, too many attempts, a server that is away. */
const goesOn = (error: unknown) =>
  !(error instanceof ApiError) ||
  error.away ||
  error.status === 429 ||
  error.status >= 500 ||
  error.code === 'invalid_code';

/** Back from a provider with a code: signed in, or one more step. */
export function ProviderReturn({ code, begun }: ProviderReturnProps) {
  const { signIn } = useAuth();
  const { name } = begun.provider;
  const [step, setStep] = useState<'working' | 'again' | 'code' | 'link'>('working');
  const [totp, setTotp] = useState('');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<LoginErrors>({});
  const codeBox = useRef<HTMLInputElement>(null);
  const sent = useRef(false);

  const enter = async (given?: string) => {
    setBusy(true);
    setErrors({});
    try {
      const { access_token } = await providers.enter({ code, binding: begun.binding, totp: given });
      signIn(access_token);
      providerFlow.done();
    } catch (error) {
      const refusal = error instanceof ApiError ? error.code : '';
      if (wantsCode(error)) setStep('code');
      else if (refusal === 'link_required') setStep('link');
      else if (!goesOn(error)) providerFlow.done(refusal);
      else {
        setErrors(refusal === 'invalid_code' ? loginErrors(error) : providerErrors(error, name, []));
        if (given === undefined) setStep('again');
        else codeBox.current?.focus();
      }
      setBusy(false);
    }
  };

  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    void enter();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, for the code that came back
  }, []);

  useEffect(() => {
    if (step === 'code') codeBox.current?.focus();
  }, [step]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step !== 'code') return void enter();
    if (totp.trim()) return void enter(totp.trim());
    setErrors({ code: 'Enter the code.' });
    codeBox.current?.focus();
  };

  if (step === 'working')
    return (
      <div className="formroom">
        <h1>Sign in</h1>
        <p className="lead" role="status">
          Back from {name}; signing in.
        </p>
      </div>
    );
  if (step === 'link') return <ProviderLink code={code} begun={begun} />;
  return (
    <form aria-label="Second step" onSubmit={submit} noValidate>
      <h1>{step === 'code' ? 'Second step' : 'Sign in'}</h1>
      <p className="lead">
        {step === 'code'
          ? 'This account asks for a code of its authenticator app, too. There are five minutes for it.'
          : `Signing in by ${name} is not finished yet.`}
      </p>
      <FormError text={errors.form} />
      {step === 'code' && (
        <>
          <CodeField ref={codeBox} value={totp} onChange={setTotp} error={errors.code} />
          <p className="hint">Without the app, one of the recovery codes does; each works once.</p>
        </>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        {step === 'code' ? 'Sign in' : 'Try again'}
      </Button>
      <p className="alt">
        <button type="button" className="linkish" onClick={() => providerFlow.done()}>
          Back to signing in
        </button>
      </p>
    </form>
  );
}
