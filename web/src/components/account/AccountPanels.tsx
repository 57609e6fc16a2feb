// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { AccountFacts } from '@/components/account/AccountFacts';
import { DevicePanel } from '@/components/account/DevicePanel';
import { FirstPasswordPanel } from '@/components/account/FirstPasswordPanel';
import { KeysPanel } from '@/components/account/KeysPanel';
import { PasswordPanel } from '@/components/account/PasswordPanel';
import { ProvidersPanel } from '@/components/account/ProvidersPanel';
import { SecondFactorPanel } from '@/components/account/SecondFactorPanel';
import { SessionsPanel } from '@/components/account/SessionsPanel';
import { useAuth } from '@/contexts/AuthContext';

/** Who is signed in, what guards the account, and what else may act for it. */
export function AccountPanels() {
  const { me } = useAuth();
  const [set, setSet] = useState<string>();
  return (
    <div className="sheet cols-l">
      <div className="sheet bare content-start">
        <AccountFacts />
        {me?.has_password === false ? <FirstPasswordPanel onDone={setSet} /> : <PasswordPanel done={set} />}
        <ProvidersPanel />
        <div className="fill" />
      </div>
      <div className="sheet bare">
        <SessionsPanel />
        <SecondFactorPanel />
        <KeysPanel />
        <DevicePanel />
      </div>
    </div>
  );
}
