// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { StrategyVersion } from '@/components/portfolio/StrategyVersion';
import { AppShell } from '@/components/shell/AppShell';
import { Strategy } from '@/components/strategy/Strategy';
import { Skeleton } from '@/components/ui/Skeleton';

export const metadata: Metadata = { title: 'Strategy' };

export default function StrategyPage() {
  return (
    <AppShell title="Strategy" context={<StrategyVersion />}>
      <noscript>
        <div className="static">
          <p>
            This page shows the rules that the index is made by, lets one change them as a draft, and holds a
            backtest of the draft against what is in force. An administrator may save the draft as a new
            version, which computes the published levels anew, and restore earlier versions.
          </p>
          <p>
            It needs script, which is off in this browser. The same can be done with{' '}
            <code>/api/v1/strategy/config</code> and <code>POST /api/v1/strategy/backtest</code>; the rules
            are explained under <a href="/methodology/">Methodology</a>.
          </p>
        </div>
      </noscript>
      <Suspense fallback={<Skeleton height={720} label="Loading the strategy" />}>
        <Strategy />
      </Suspense>
    </AppShell>
  );
}
