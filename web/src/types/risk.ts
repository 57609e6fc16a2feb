// SPDX-License-Identifier: Apache-2.0
import type { paths } from '@/api/generated/schema';

type Root = '/api/v1/strategy/risk-metrics';
type Path = Extract<keyof paths, Root | `${Root}/${string}`>;
type Reply<P extends Path> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type RiskMetrics = Reply<Root>;
export type RiskRow = RiskMetrics['metrics'][number];

export type RiskDefinitions = Reply<`${Root}/definitions`>;
export type RiskDefinition = RiskDefinitions['items'][number];

export type RiskRolling = Reply<`${Root}/rolling`>;
export type RollingMetric = RiskRolling['metric'];

export type RiskDrawdowns = Reply<`${Root}/drawdowns`>;
export type RiskEpisode = RiskDrawdowns['items'][number];

export type RiskPeriods = Reply<`${Root}/periods`>;
export type RiskPeriod = RiskPeriods['items'][number];

export type RiskDistribution = Reply<`${Root}/distribution`>;
export type RiskBin = RiskDistribution['bins'][number];
export type RiskTail = RiskDistribution['tails'][number];
