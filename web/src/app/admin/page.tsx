// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Admin } from '@/components/admin/Admin';
import { AppShell } from '@/components/shell/AppShell';

export const metadata: Metadata = { title: 'Admin' };

export default function AdminPage() {
  return (
    <AppShell title="Admin" context="Accounts, backups, the log of who did what, and faults">
      <noscript>
        <div className="static">
          <p>
            This page shows administrators the accounts of this server, the log of who did what, and the
            faults of the server.
          </p>
          <p>
            It needs script, which is off in this browser. Accounts are changed on the command line, too:{' '}
            <code>autoindex user</code>, and the log is checked by <code>autoindex audit verify</code>.
          </p>
        </div>
      </noscript>
      <Admin />
    </AppShell>
  );
}
