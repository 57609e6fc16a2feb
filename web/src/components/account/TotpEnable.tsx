// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type FormEvent } from 'react';
import { CodeField } from '@/components/login/CodeField';
import { Button } from '@/components/ui/Button';
import { CopyButton } from '@/components/ui/CopyButton';
import { FormError } from '@/components/ui/FormError';
import { lazily } from '@/components/ui/lazily';
import { Skeleton } from '@/components/ui/Skeleton';
import { useEnableTotp } from '@/hooks/useAccount';
import { fieldErrors } from '@/lib/fieldErrors';
import { inFours } from '@/lib/qr';
import type { TotpSetup } from '@/types/account';

const QrCode = lazily(() => import('@/components/account/QrCode'), <Skeleton height={200} />);

interface TotpEnableProps {
  setup: TotpSetup;
  onEnabled: (codes: readonly string[]) => void;
  onCancel: () => void;
}

/** The secret for the app, and the code that proves that it arrived there. */
export function TotpEnable({ setup, onEnabled, onCancel }: TotpEnableProps) {
  const enable = useEnableTotp();
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const errors = enable.error ? fieldErrors(enable.error, ['code']) : {};

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(!code.trim());
    if (code.trim())
      enable.mutate(code.trim(), { onSuccess: ({ recovery_codes }) => onEnabled(recovery_codes) });
  };

  return (
    <div className="totp">
      <QrCode text={setup.uri} label="Picture of the address below, to scan with the authenticator app" />
      <div className="grid content-start gap-3">
        <p className="sec">
          Scan the picture with an authenticator app, or type the secret there. Nothing changes until the code
          below is accepted.
        </p>
        <dl className="totpwords">
          <dt>Secret</dt>
          <dd className="mono" data-testid="totp-secret">
            {inFours(setup.secret)}
          </dd>
          <dt>Address</dt>
          <dd className="mono">{setup.uri}</dd>
        </dl>
        <div className="flex flex-wrap items-center gap-2">
          <CopyButton text={setup.secret} what="secret" />
        </div>
        <form className="acform" aria-label="Turn the second factor on" onSubmit={submit} noValidate>
          <FormError text={errors.form} />
          <CodeField
            appOnly
            value={code}
            onChange={setCode}
            error={empty ? 'Enter the six digits that the app shows.' : errors.code}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={enable.isPending}>
              Turn it on
            </Button>
            <Button onClick={onCancel}>Not now</Button>
          </div>
        </form>
      </div>
    </div>
  );
}
