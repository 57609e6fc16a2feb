// SPDX-License-Identifier: Apache-2.0
'use client';

import { useConfig } from '@/hooks/usePortfolioData';

export function StrategyVersion() {
  const version = useConfig().data?.version;
  return <>AutoIndex{version === undefined ? '' : `, version ${version} of the strategy`}</>;
}
