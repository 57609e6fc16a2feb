// SPDX-License-Identifier: Apache-2.0
'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/Skeleton';

/** Height of the plot on wide screens, as risk.css has it. */
export const PLOT_HEIGHT = 264;

/** The chart over time, whose code comes after the figures. */
export const LazyRiskChart = dynamic(() => import('@/components/risk/RiskChart'), {
  ssr: false,
  loading: () => <Skeleton height={PLOT_HEIGHT} label="Loading the chart" />,
});
