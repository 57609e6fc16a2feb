// SPDX-License-Identifier: Apache-2.0
'use client';

import { Sparkline } from '@/components/charts/Sparkline';
import { useAssetHistory } from '@/hooks/usePortfolioData';

/** The last year of a stock; its room stays empty until it is there. */
export function AssetSparkline({ symbol, from }: { symbol: string; from: string }) {
  const { data } = useAssetHistory(symbol, from);
  return data && data.series.length > 1 ? <Sparkline series={data.series} /> : null;
}
