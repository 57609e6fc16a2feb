// SPDX-License-Identifier: Apache-2.0
'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { CodeField } from '@/components/login/CodeField';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { FormError } from '@/components/ui/FormError';
import { PasswordField } from '@/components/ui/PasswordField';
import { useAuth } from '@/contexts/AuthContext';
import { loginErrors, wantsCode, type LoginErrors } from '@/lib/loginErrors';
import { auth } from '@/services/api/auth';
import { session } from '@/services/session';

/** The session ran out in the middle of something: the page behind keeps what was typed. */
export default function SignInAgain() {
  const client = useQueryClient();
  const { me } = useAuth();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<LoginErrors>({});
  const known = me !== undefined;

  useEffect(() => {
    // Nothing was shown yet, so nothing can be lost: the login page asks for the address, too.
    if (!known) session.set(null, 'token_expired');
  }, [known]);

  // Signed in again, here or in another tab: what was refused meanwhile is asked for once more.
  useEffect(() => () => void client.invalidateQueries(), [client]);

  /** Neither Escape nor a click beside it may throw away what was typed. */
  const stay = () => {};
  const leave = () => session.set(null, 'token_expired');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!me) return;
    setBusy(true);
    setErrors({});
    try {
      const { access_token } = await auth.login({ email: me.email, password, code: code ?? undefined });
      session.set(access_token);
    } catch (error) {
      if (wantsCode(error)) setCode('');
      else setErrors(loginErrors(error));
      setBusy(false);
    }
  };

  if (!me) return null;
  if (!me.has_password)
    return (
      <Dialog title="Sign in again" onClose={stay}>
        <p className="sec">
          The session of {me.email} ran out. What you typed on this page is kept; what was not saved is not
          sent yet. This account has no password: sign in by its provider in{' '}
          <a href="/login/" target="_blank" rel="noopener">
            another tab
          </a>
          , and this page goes on.
        </p>
        <div className="mt-4 flex justify-end">
          <Button onClick={leave}>Leave the page</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="Sign in again" onClose={stay}>
      <p className="sec">
        The session of {me.email} ran out. What you typed on this page is kept; what was not saved is not sent
        yet.
      </p>
      <form className="mt-4 grid gap-4" onSubmit={(event) => void submit(event)} noValidate>
        <FormError text={errors.form} />
        <input type="hidden" name="email" autoComplete="username" value={me.email} />
        <PasswordField value={password} onChange={setPassword} error={errors.password} autoFocus />
        {code !== null && <CodeField value={code} onChange={setCode} error={errors.code} />}
        <div className="flex justify-end gap-2">
          <Button onClick={leave}>Leave the page</Button>
          <Button type="submit" look="primary" disabled={busy || !password || code === ''}>
            Sign in
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
