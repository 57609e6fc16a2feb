// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useRef, useState, type FormEvent } from 'react';
import { PasswordRules } from '@/components/login/PasswordRules';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { PasswordField } from '@/components/ui/PasswordField';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';
import { useBegin, useLinked, useReturned, useSetPassword } from '@/hooks/useProviders';
import { PASSWORD_RULES } from '@/lib/password';
import { providerErrors, providerWords, type Begun } from '@/lib/providers';
import { providerFlow } from '@/services/providerFlow';

interface FirstPasswordPanelProps {
  onDone: (message: string) => void;
}

/** For an account that a provider's sign-in made: a fresh one there stands in for the password that it has not. */
export function FirstPasswordPanel({ onDone }: FirstPasswordPanelProps) {
  const { me } = useAuth();
  const linked = useLinked();
  const begin = useBegin();
  const back = useReturned('password');

  const content = () => {
    if (back?.code && back.begun) return <Chosen code={back.code} begun={back.begun} onDone={onDone} />;
    return (
      <QueryView query={linked} what="The linked accounts" skeleton={<SkeletonRows rows={3} />}>
        {({ items }) => {
          const by = items.find(({ provider }) => provider);
          if (!by?.provider)
            return (
              <p className="sec">
                This account has no password, and no provider of it is set up here. An administrator gives it
                one on the server: <code>autoindex user passwd {me?.email}</code>.
              </p>
            );
          const provider = { id: by.provider, name: by.name };
          const failed = begin.error
            ? providerErrors(begin.error, by.name, []).form
            : back?.error
              ? providerWords(back.error, back.begun?.provider.name)
              : undefined;
          return (
            <div className="grid gap-3">
              <p className="sec">
                This account has none: it signs in by {by.name}. A password signs in as well, and lets you
                unlink {by.name}. {by.name} first confirms that it is you.
              </p>
              <FormError text={failed} />
              <div>
                <Button
                  disabled={begin.isPending}
                  onClick={() => begin.mutate({ provider, purpose: 'password', page: '/account/' })}
                >
                  Set a password
                </Button>
              </div>
            </div>
          );
        }}
      </QueryView>
    );
  };

  return (
    <Panel title="Password" caption="a second way into the account">
      {content()}
    </Panel>
  );
}

function Chosen({ code, begun, onDone }: { code: string; begun: Begun } & FirstPasswordPanelProps) {
  const { me } = useAuth();
  const set = useSetPassword();
  const [wanted, setWanted] = useState('');
  const [touched, setTouched] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const errors = set.error ? providerErrors(set.error, begun.provider.name, ['new']) : {};
  const broken = PASSWORD_RULES.some((rule) => !rule.holds(wanted));

  useEffect(() => box.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (broken) return box.current?.focus();
    // With a password the account has another panel: this one may be gone before the answer is told.
    void set.mutateAsync({ code, binding: begun.binding, new: wanted }).then(
      ({ message }) => {
        onDone(message);
        providerFlow.done();
      },
      () => box.current?.focus(),
    );
  };

  return (
    <form className="acform" aria-label="Set a password" onSubmit={submit} noValidate>
      <p className="sec">{begun.provider.name} confirmed who you are. All other sessions end.</p>
      <FormError text={errors.form} />
      <input type="hidden" name="email" autoComplete="username" value={me?.email ?? ''} />
      <PasswordField
        ref={box}
        label="New password"
        name="new"
        value={wanted}
        onChange={setWanted}
        error={touched && broken ? 'The password does not meet every rule below.' : errors.new}
        rules="password-rules"
      />
      <PasswordRules password={wanted} strict={touched} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={set.isPending}>
          Set the password
        </Button>
        <Button onClick={() => providerFlow.done()}>Not now</Button>
      </div>
    </form>
  );
}
