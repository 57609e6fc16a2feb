// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Reports } from '@/components/reports/Reports';
import { AppShell } from '@/components/shell/AppShell';

export const metadata: Metadata = { title: 'Reports' };

export default function Page() {
  return (
    <AppShell title="Reports" context="The index on paper, in a workbook, or as data">
      <noscript>
        <div className="static">
          <p>This page makes reports of the index and keeps them: PDF, HTML, XLSX, CSV and JSON.</p>
          <p>
            It needs script, which is off in this browser. <code>autoindex report</code> on the command line
            makes the same.
          </p>
        </div>
      </noscript>
      <Reports />
    </AppShell>
  );
}
