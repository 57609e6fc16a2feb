// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Risk } from '@/components/risk/Risk';
import { AppShell } from '@/components/shell/AppShell';
import { Skeleton } from '@/components/ui/Skeleton';

export const metadata: Metadata = { title: 'Risk' };

export default function RiskPage() {
  return (
    <AppShell title="Risk" context="What the index can lose, how often, and against what">
      <noscript>
        <div className="static">
          <p>
            This page shows return and risk of AutoIndex: every metric with its meaning and formula, the falls
            from each peak, months and years beside the S&amp;P 500, figures over windows that roll, and the
            distribution of the daily returns with the value at risk by several methods.
          </p>
          <p>
            It needs script, which is off in this browser. The same figures are answered by{' '}
            <code>GET /api/v1/strategy/risk-metrics</code> and the routes under it.
          </p>
        </div>
      </noscript>
      <Suspense fallback={<Skeleton height={720} label="Loading the risk" />}>
        <Risk />
      </Suspense>
    </AppShell>
  );
}
