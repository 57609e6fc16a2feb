// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Dashboard } from '@/components/portfolio/Dashboard';
import { StrategyVersion } from '@/components/portfolio/StrategyVersion';
import { AppShell } from '@/components/shell/AppShell';
import { Skeleton } from '@/components/ui/Skeleton';

export const metadata: Metadata = { title: 'Dashboard' };

export default function DashboardPage() {
  return (
    <AppShell title="Dashboard" context={<StrategyVersion />}>
      <noscript>
        <div className="static">
          <p>
            The dashboard shows the level of the index with its change of the day, return, volatility and
            drawdown beside the S&amp;P 500, the holdings by sector, monthly returns, the allocations with
            their targets, and what the rules had to do at each rebalance.
          </p>
          <p>
            Its figures come from the API of this server and are drawn by script, which is off in this
            browser. The same data can be read at <code>/api/v1/index/current</code> and{' '}
            <code>/api/v1/index/history</code> with a token; the rules are explained under{' '}
            <a href="/methodology/">Methodology</a>.
          </p>
        </div>
      </noscript>
      <Suspense fallback={<Skeleton height={720} label="Loading the dashboard" />}>
        <Dashboard />
      </Suspense>
    </AppShell>
  );
}
