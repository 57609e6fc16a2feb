// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { AppShell } from '@/components/shell/AppShell';
import { Tasks } from '@/components/tasks/Tasks';

export const metadata: Metadata = { title: 'Tasks' };

export default function Page() {
  return (
    <AppShell title="Tasks" context="What runs in the background, and when">
      <noscript>
        <div className="static">
          <p>
            This page shows what runs in the background, what failed and why, and what recurs when; and it
            lets administrators begin, cancel and repeat such work.
          </p>
          <p>
            It needs script, which is off in this browser. The same is answered under{' '}
            <code>/api/v1/background/</code>.
          </p>
        </div>
      </noscript>
      <Tasks />
    </AppShell>
  );
}
