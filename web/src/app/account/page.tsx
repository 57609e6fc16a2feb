// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { AccountPanels } from '@/components/account/AccountPanels';
import { AppShell } from '@/components/shell/AppShell';

export const metadata: Metadata = { title: 'Account' };

export default function AccountPage() {
  return (
    <AppShell title="Account">
      <noscript>
        <div className="static">
          <p>
            The account page shows who is signed in and where, and changes password, second factor and keys.
            It needs script, which is off in this browser.
          </p>
        </div>
      </noscript>
      <AccountPanels />
    </AppShell>
  );
}
