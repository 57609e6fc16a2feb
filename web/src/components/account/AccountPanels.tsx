// SPDX-License-Identifier: Apache-2.0
'use client';

import { AccountFacts } from '@/components/account/AccountFacts';
import { DevicePanel } from '@/components/account/DevicePanel';
import { KeysPanel } from '@/components/account/KeysPanel';
import { PasswordPanel } from '@/components/account/PasswordPanel';
import { SecondFactorPanel } from '@/components/account/SecondFactorPanel';
import { SessionsPanel } from '@/components/account/SessionsPanel';
import { useAuth } from '@/contexts/AuthContext';

/** Who is signed in, what guards the account, and what else may act for it. */
export function AccountPanels() {
  const google = useAuth().me?.is_google_user === true;
  return (
    <div className="sheet cols-l">
      <div className="sheet bare content-start">
        <AccountFacts />
        {!google && <PasswordPanel />}
        <div />
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
