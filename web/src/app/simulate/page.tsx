// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Simulation } from '@/components/portfolio/Simulation';
import { AppShell } from '@/components/shell/AppShell';
import { Skeleton } from '@/components/ui/Skeleton';

export const metadata: Metadata = { title: 'Simulate' };

export default function SimulatePage() {
  return (
    <AppShell title="Simulate" context="An investment in AutoIndex, in your currency">
      <noscript>
        <div className="static">
          <p>
            This page shows what an amount invested in AutoIndex on a day, with or without monthly payments,
            would have become in any currency with an exchange rate: the effect of the index and of the
            currency apart, beside the S&amp;P 500, and year by year.
          </p>
          <p>
            It needs script, which is off in this browser. The same figures are answered by{' '}
            <code>POST /api/v1/index/simulate</code>, and by <code>autoindex simulate</code> on the command
            line.
          </p>
        </div>
      </noscript>
      <Suspense fallback={<Skeleton height={720} label="Loading the simulation" />}>
        <Simulation />
      </Suspense>
    </AppShell>
  );
}
