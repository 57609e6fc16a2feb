// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Diagnostics } from '@/components/diagnostics/Diagnostics';
import { AppShell } from '@/components/shell/AppShell';

export const metadata: Metadata = { title: 'Diagnostics' };

export default function Page() {
  return (
    <AppShell title="Diagnostics" context="Whether database, prices and cache are well">
      <noscript>
        <div className="static">
          <p>
            This page shows what is stored, how many sessions the prices are behind and what is kept in
            memory, and lets administrators compute the index anew.
          </p>
          <p>
            It needs script, which is off in this browser. The same is answered under{' '}
            <code>/api/v1/diagnostics/</code>, and by <code>autoindex doctor</code> on the command line.
          </p>
        </div>
      </noscript>
      <Diagnostics />
    </AppShell>
  );
}
