// SPDX-License-Identifier: Apache-2.0
import type { paths } from '@/api/generated/schema';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Get<P extends keyof paths> = paths[P] extends { get: { responses: { 200: infer R } } } ? Json<R> : never;

type Post<P extends keyof paths> = paths[P] extends { post: { responses: { 200: infer R } } }
  ? Json<R>
  : never;

export type Me = Get<'/api/v1/auth/me'>;
export type Setup = Get<'/api/v1/auth/setup'>;
export type IndexCurrent = Get<'/api/v1/index/current'>;
export type Allocation = IndexCurrent['allocations'][number];
export type RebalancePage = Get<'/api/v1/index/rebalances'>;
export type Rebalance = RebalancePage['items'][number];

/** A rebalance without its weights, as the charts ask for it. */
export type RebalanceMark = Pick<
  Rebalance,
  'reference_date' | 'effective_date' | 'turnover' | 'cost' | 'events'
>;

export type AssetPage = Get<'/api/v1/index/assets'>;
export type Asset = AssetPage['items'][number];
export type Sources = Get<'/api/v1/index/sources'>;
export type StrategyConfig = Get<'/api/v1/strategy/config'>;
export type StrategyField = Get<'/api/v1/strategy/fields'>['items'][number];
export type StrategyVersions = Get<'/api/v1/strategy/config/versions'>;
export type StrategyVersion = StrategyVersions['items'][number];
export type StrategyChanged = Post<'/api/v1/strategy/config/versions/{version}/restore'>;
export type Backtest = Post<'/api/v1/strategy/backtest'>;

export type Simulation = Post<'/api/v1/index/simulate'>;
export type SimulationPoint = Simulation['series'][number];
export type CurrencyRate = Get<'/api/v1/index/currency-rates'>['items'][number];

/** What a simulation is asked with. */
export interface SimulationRequest {
  amount: number;
  monthly: number;
  currency: string;
  start_date: string;
  end_date?: string;
  variant: 'total' | 'net';
}

export type Variant = 'total' | 'net' | 'price';

export type Explained = Get<'/api/v1/index/explain'>;
export type ExplainedHolding = Explained['holdings'][number];
export type ExplainedEvent = Explained['events'][number];
export type Weights = Get<'/api/v1/index/weights'>;
export type DatedWeights = Weights['items'][number];
export type Comparison = Get<'/api/v1/benchmark/compare'>;

export type DatabaseStatus = Get<'/api/v1/diagnostics/database-status'>;
export type RefreshStatus = Get<'/api/v1/diagnostics/refresh-status'>;
export type CacheStatus = Get<'/api/v1/diagnostics/cache-status'>;
export type Recalculated = Post<'/api/v1/diagnostics/recalculate-index'>;
export type CacheInvalidated = Post<'/api/v1/diagnostics/cache-invalidate'>;
