// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { useSearchParams } from 'next/navigation';
import { useLayoutEffect } from 'react';
import { AssetChartPanel } from '@/components/assets/AssetChartPanel';
import { AssetStrip } from '@/components/assets/AssetStrip';
import { AssetWeights } from '@/components/assets/AssetWeights';
import { AppShell } from '@/components/shell/AppShell';
import { Empty } from '@/components/ui/Empty';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Skeleton } from '@/components/ui/Skeleton';
import { useAssetHistory, useAssets } from '@/hooks/usePortfolioData';
import { isRange } from '@/lib/ranges';
import { ApiError } from '@/services/api/errors';

/** Names the page after what it shows, also when the router writes the page's own title late. */
function useTitle(name: string | undefined) {
  useLayoutEffect(() => {
    if (!name) return;
    const title = `${name} · Waardhaven AutoIndex`;
    const write = () => {
      if (document.title !== title) document.title = title;
    };
    write();
    const watch = new MutationObserver(write);
    watch.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, [name]);
}

function Unknown({ symbol }: { symbol: string }) {
  return (
    <div className="p">
      <Empty
        title={symbol ? `No asset has the symbol ${symbol}` : 'No symbol in the address'}
        action={
          <Link className="btn" href="/assets/">
            Show all assets
          </Link>
        }
      >
        Symbols are spelt as in the list of assets.
      </Empty>
    </div>
  );
}

/** One asset: `?symbol=PFE`, and the range as on the dashboard. */
export function AssetPage() {
  const query = useSearchParams();
  const symbol = query.get('symbol') ?? '';
  const wanted = query.get('range');
  const range = isRange(wanted) ? wanted : '5Y';
  const history = useAssetHistory(symbol);
  const asset = useAssets().data?.items.find((item) => item.symbol === symbol);
  useTitle(asset && `${asset.symbol}, ${asset.name}`);
  const missing = !symbol || (history.error instanceof ApiError && history.error.status === 404);
  const context = [asset?.name, asset?.sector, asset?.exchange].filter(Boolean).join(', ');

  return (
    <AppShell title={symbol || 'Asset'} context={context}>
      {missing ? (
        <Unknown symbol={symbol} />
      ) : history.data ? (
        <>
          <AssetStrip symbol={symbol} asset={asset} series={history.data.series} range={range} />
          <div className="sheet cols">
            <AssetChartPanel
              key={symbol}
              symbol={symbol}
              asset={asset}
              series={history.data.series}
              range={range}
            />
            <AssetWeights symbol={symbol} />
          </div>
        </>
      ) : (
        <div className="p">
          {history.isError ? (
            <ErrorPanel what="The history" error={history.error} retry={() => void history.refetch()} />
          ) : (
            <Skeleton height={560} label="Loading the asset" />
          )}
        </div>
      )}
    </AppShell>
  );
}
