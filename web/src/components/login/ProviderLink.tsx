// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useRef, useState, type FormEvent } from 'react';
import { CodeField } from '@/components/login/CodeField';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { FormError } from '@/components/ui/FormError';
import { PasswordField } from '@/components/ui/PasswordField';
import { useAuth } from '@/contexts/AuthContext';
import { loginErrors, wantsCode, type LoginErrors } from '@/lib/loginErrors';
import { providerErrors, type Begun } from '@/lib/providers';
import { auth } from '@/services/api/auth';
import { providers } from '@/services/api/providers';
import { providerFlow } from '@/services/providerFlow';

/** The address has an account: an address alone opens none, so its owner signs in to it, and links. */
export function ProviderLink({ code, begun }: { code: string; begun: Begun }) {
  const { signIn } = useAuth();
  const { name } = begun.provider;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  /** Null until the server asks for one. */
  const [totp, setTotp] = useState<string | null>(null);
  /** The password was right; what is left is to link. */
  const [entered, setEntered] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<LoginErrors>({});
  const emailBox = useRef<HTMLInputElement>(null);
  const passwordBox = useRef<HTMLInputElement>(null);
  const codeBox = useRef<HTMLInputElement>(null);
  const asked = totp !== null;

  useEffect(() => {
    (asked ? codeBox : emailBox).current?.focus();
  }, [asked]);

  const fail = (found: LoginErrors) => {
    setErrors(found);
    if (found.email) emailBox.current?.focus();
    else if (found.password) passwordBox.current?.focus();
    else if (found.code) codeBox.current?.focus();
  };

  /** Whether somebody is signed in now. */
  const enter = async () => {
    try {
      const { access_token } = await auth.login({
        email: email.trim(),
        password,
        code: totp?.trim() || undefined,
      });
      signIn(access_token);
      setEntered(true);
      return true;
    } catch (error) {
      if (wantsCode(error)) setTotp('');
      else fail(loginErrors(error));
      return false;
    }
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!email.trim()) return fail({ email: 'Enter the e-mail address of your account here.' });
    if (!password) return fail({ password: 'Enter the password.' });
    if (asked && !totp.trim()) return fail({ code: 'Enter the code.' });
    setErrors({});
    setBusy(true);
    if (entered || (await enter())) {
      try {
        await providers.link({ code, binding: begun.binding, password });
        providerFlow.done();
      } catch (error) {
        setErrors(providerErrors(error, name, []));
      }
    }
    setBusy(false);
  };

  return (
    <form aria-label="Link the accounts" onSubmit={(event) => void submit(event)} noValidate>
      <h1>Link your account</h1>
      <p className="lead">
        An account with the e-mail address that {name} names exists here. Sign in to it once; from then on{' '}
        {name} signs in to it, too.
      </p>
      <FormError text={errors.form} />
      {!entered && (
        <>
          <Field label="E-mail" error={errors.email}>
            <input
              ref={emailBox}
              className="in"
              type="email"
              name="email"
              autoComplete="username"
              inputMode="email"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          <PasswordField ref={passwordBox} value={password} onChange={setPassword} error={errors.password} />
          {asked && <CodeField ref={codeBox} value={totp} onChange={setTotp} error={errors.code} />}
          <p className="hint">
            If it has no password, go back, sign in as before, and set one on the account page; then {name}{' '}
            can be linked there.
          </p>
        </>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        {entered ? 'Try linking again' : 'Sign in and link'}
      </Button>
      <p className="alt">
        <button type="button" className="linkish" onClick={() => providerFlow.done()}>
          {entered ? 'Go on without linking' : 'Back to signing in'}
        </button>
      </p>
    </form>
  );
}
