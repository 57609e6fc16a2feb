// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ExplainPage } from '@/components/explain/ExplainPage';
import { AppShell } from '@/components/shell/AppShell';
import { Skeleton } from '@/components/ui/Skeleton';

export const metadata: Metadata = { title: 'Explain' };

export default function Page() {
  return (
    <AppShell title="Explain" context="A level, down to the prices it is made of">
      <noscript>
        <div className="static">
          <p>
            This page shows why the level of a session is what it is: the units of every stock times its
            price, summed up and divided by the divisor, where the units come from, and what moved the level
            that day.
          </p>
          <p>
            It needs script, which is off in this browser. The same figures are answered by{' '}
            <code>GET /api/v1/index/explain?date=YYYY-MM-DD</code>, and by <code>autoindex explain</code> on
            the command line.
          </p>
        </div>
      </noscript>
      <Suspense fallback={<Skeleton height={720} label="Loading the explanation" />}>
        <ExplainPage />
      </Suspense>
    </AppShell>
  );
}
