// SPDX-License-Identifier: Apache-2.0
'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RecoveryCodes } from '@/components/account/RecoveryCodes';
import { TotpDisable } from '@/components/account/TotpDisable';
import { TotpEnable } from '@/components/account/TotpEnable';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';
import { useSetUpTotp } from '@/hooks/useAccount';

export function SecondFactorPanel() {
  const client = useQueryClient();
  const { me } = useAuth();
  const setUp = useSetUpTotp();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [leaving, setLeaving] = useState(false);

  const content = () => {
    if (!me) return <SkeletonRows rows={3} />;
    if (codes)
      return (
        <RecoveryCodes
          codes={codes}
          email={me.email}
          onDone={() => {
            setCodes(null);
            void client.invalidateQueries({ queryKey: ['me'] });
          }}
        />
      );
    if (me.totp_enabled)
      return leaving ? (
        <TotpDisable onCancel={() => setLeaving(false)} />
      ) : (
        <div className="grid gap-3">
          <p className="sec">
            <span className="tag g">on</span> Signing in needs a code of your authenticator app. Without app
            and recovery codes, an administrator takes it off on the server:{' '}
            <code>autoindex user totp-off {me.email}</code>.
          </p>
          <div>
            <Button onClick={() => setLeaving(true)}>Turn it off</Button>
          </div>
        </div>
      );
    if (setUp.data)
      return (
        <TotpEnable
          setup={setUp.data}
          onCancel={() => setUp.reset()}
          onEnabled={(recovery) => {
            setUp.reset();
            setLeaving(false);
            setCodes(recovery);
          }}
        />
      );
    return (
      <div className="grid gap-3">
        <p className="sec">
          <span className="tag">off</span> With an authenticator app, a stolen password alone does not sign
          in.
        </p>
        <FormError text={setUp.error?.message} />
        <div>
          <Button disabled={setUp.isPending} onClick={() => setUp.mutate(undefined)}>
            Set up
          </Button>
        </div>
      </div>
    );
  };

  return (
    <Panel title="Second factor" caption="codes of an authenticator app">
      {content()}
    </Panel>
  );
}
