// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AssetPage } from '@/components/assets/AssetPage';
import { Skeleton } from '@/components/ui/Skeleton';
import { AppShell } from '@/components/shell/AppShell';

export const metadata: Metadata = { title: 'Asset' };

export default function Page() {
  return (
    <Suspense
      fallback={
        <AppShell title="Asset">
          <noscript>
            <div className="static">
              <p>
                The page of an asset shows its closes and its weight in the index. It needs script, which is
                off in this browser; the closes are at <code>/api/v1/index/assets/SYMBOL/history</code>.
              </p>
            </div>
          </noscript>
          <Skeleton height={600} label="Loading the asset" />
        </AppShell>
      }
    >
      <AssetPage />
    </Suspense>
  );
}
