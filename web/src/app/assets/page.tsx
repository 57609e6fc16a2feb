// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AssetList } from '@/components/assets/AssetList';
import { AppShell } from '@/components/shell/AppShell';
import { Skeleton } from '@/components/ui/Skeleton';

export const metadata: Metadata = { title: 'Assets' };

export default function AssetsPage() {
  return (
    <AppShell title="Assets" context="Everything with stored prices">
      <noscript>
        <div className="static">
          <p>
            The list of assets names every stock and benchmark with stored prices, its sector, the first and
            last session, and whether the index holds it. It needs script, which is off in this browser; the
            same list is at <code>/api/v1/index/assets</code>.
          </p>
        </div>
      </noscript>
      <Suspense fallback={<Skeleton height={600} label="Loading the assets" />}>
        <AssetList />
      </Suspense>
    </AppShell>
  );
}
