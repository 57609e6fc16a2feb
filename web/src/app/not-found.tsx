// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import Link from 'next/link';
import { AppShell } from '@/components/shell/AppShell';
import { Empty } from '@/components/ui/Empty';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <AppShell title="Page not found" open>
      <div className="p">
        <Empty
          title="There is no page at this address"
          action={
            <Link className="btn pri" href="/dashboard/">
              Open the dashboard
            </Link>
          }
        >
          The address may be misspelt or come from another version. Everything that exists is in the menu.
        </Empty>
      </div>
    </AppShell>
  );
}
