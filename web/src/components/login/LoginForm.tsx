// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { CodeField } from '@/components/login/CodeField';
import { PasswordRules } from '@/components/login/PasswordRules';
import { ProviderButtons } from '@/components/login/ProviderButtons';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { Icon } from '@/components/ui/Icon';
import { FormError } from '@/components/ui/FormError';
import { PasswordField } from '@/components/ui/PasswordField';
import { useAuth } from '@/contexts/AuthContext';
import { useSetup } from '@/hooks/useProviders';
import { loginErrors, wantsCode, whySignIn, type LoginErrors } from '@/lib/loginErrors';
import { PASSWORD_RULES } from '@/lib/password';
import { auth } from '@/services/api/auth';

const WORDS = {
  signIn: { title: 'Sign in', lead: 'to the AutoIndex of this server', verb: 'Sign in' },
  register: { title: 'Register', lead: 'an account on this server', verb: 'Create account' },
  administrator: {
    title: 'Create the administrator',
    lead: 'This server has no account yet. The first one administers it.',
    verb: 'Create the administrator',
  },
} as const;

const plausible = (email: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim());

interface LoginFormProps {
  /** Where to go once signed in. */
  next: string;
  /** What became of a sign-in at a provider; null: nothing to say. */
  trouble: string | null;
}

/** Signing in, registering, and the first start; which one the server and the address decide. */
export function LoginForm({ next, trouble }: LoginFormProps) {
  const query = useSearchParams();
  const { signIn } = useAuth();
  const setup = useSetup();

  const first = setup.data?.needs_administrator === true;
  const mode = first ? 'administrator' : query.get('register') === '1' ? 'register' : 'signIn';
  const creating = mode !== 'signIn';
  const words = WORDS[mode];

  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  /** Null until the server asks for one. */
  const [code, setCode] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<LoginErrors>({});
  const emailBox = useRef<HTMLInputElement>(null);
  const passwordBox = useRef<HTMLInputElement>(null);
  const codeBox = useRef<HTMLInputElement>(null);
  const second = code !== null && !creating;

  useEffect(() => {
    (second ? codeBox : emailBox).current?.focus();
  }, [mode, second]);

  const fail = (found: LoginErrors) => {
    setErrors(found);
    if (found.email) emailBox.current?.focus();
    else if (found.password) passwordBox.current?.focus();
    else if (found.code) codeBox.current?.focus();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    const broken = creating && PASSWORD_RULES.some((rule) => !rule.holds(password));
    if (!plausible(email)) return fail({ email: 'Enter an e-mail address such as name@example.org.' });
    if (!password) return fail({ password: 'Enter the password.' });
    if (second && !code.trim()) return fail({ code: 'Enter the code.' });
    if (broken) return fail({ password: 'The password does not meet every rule below.' });
    setErrors({});
    setBusy(true);
    try {
      const credentials = { email: email.trim(), password, code: second ? code.trim() : undefined };
      const { access_token } = await (creating ? auth.register(credentials) : auth.login(credentials));
      signIn(access_token);
    } catch (error) {
      if (wantsCode(error)) setCode('');
      else fail(loginErrors(error));
    } finally {
      setBusy(false);
    }
  };

  const why = trouble ?? (first ? null : whySignIn(query.get('why')));
  const closed = mode === 'register' && setup.data?.registration_open === false;
  const back = query.get('next') || trouble ? `&next=${encodeURIComponent(next)}` : '';

  if (closed) {
    return (
      <div className="formroom">
        <h1>Registration is closed</h1>
        <p className="lead">Ask the administrator of this server for an account.</p>
        <Link className="btn" href="/login/">
          Sign in
        </Link>
      </div>
    );
  }

  if (second) {
    return (
      <form aria-label="Second step" onSubmit={(event) => void submit(event)} noValidate>
        <h1>Second step</h1>
        <p className="lead">{email.trim()} signs in with a code of its authenticator app, too.</p>
        <FormError text={errors.form} />
        <CodeField ref={codeBox} value={code} onChange={setCode} error={errors.code} />
        <p className="hint">Without the app, one of the recovery codes does; each works once.</p>
        <Button type="submit" look="primary" disabled={busy}>
          Sign in
        </Button>
        <p className="alt">
          <button
            type="button"
            className="linkish"
            onClick={() => {
              setCode(null);
              setErrors({});
            }}
          >
            Back to e-mail and password
          </button>
        </p>
      </form>
    );
  }

  return (
    <form aria-label={words.title} onSubmit={(event) => void submit(event)} noValidate>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {why && !errors.form && (
        <div className="errpanel whysign" role="status" data-testid="why">
          <Icon name="info" />
          <div>{why}</div>
        </div>
      )}
      <FormError text={errors.form} />
      <Field label="E-mail" error={errors.email}>
        <input
          ref={emailBox}
          className="in"
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          onBlur={() => {
            if (email && !plausible(email))
              setErrors({ ...errors, email: 'Enter an e-mail address such as name@example.org.' });
            else if (errors.email) setErrors({ ...errors, email: undefined });
          }}
        />
      </Field>
      <PasswordField
        ref={passwordBox}
        value={password}
        onChange={setPassword}
        error={errors.password}
        rules={creating ? 'password-rules' : undefined}
      />
      {creating && <PasswordRules password={password} strict={touched} />}
      <Button type="submit" look="primary" disabled={busy}>
        {words.verb}
      </Button>
      <ProviderButtons providers={setup.data?.providers ?? []} next={next} />
      {mode === 'signIn' && setup.data?.registration_open && (
        <p className="alt">
          No account? <Link href={`/login/?register=1${back}`}>Register</Link>
        </p>
      )}
      {mode === 'register' && (
        <p className="alt">
          Have an account? <Link href={`/login/${back.replace('&', '?')}`}>Sign in</Link>
        </p>
      )}
    </form>
  );
}
