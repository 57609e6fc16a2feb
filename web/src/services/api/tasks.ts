// SPDX-License-Identifier: Apache-2.0
import type { operations } from '@/api/generated/schema';
import { api, done, unwrap } from '@/services/api/base';

export type TaskQuery = NonNullable<operations['getTasks']['parameters']['query']>;
type Body<Id extends keyof operations> = operations[Id] extends {
  requestBody?: { content: { 'application/json': infer B } };
}
  ? B
  : never;
export type RefreshArgs = Body<'refreshMarketData'>;
export type ReportArgs = Body<'generateReport'>;
export type CleanupArgs = Body<'cleanupOldData'>;

export type ScheduleBody = Body<'createSchedule'>;

const one = (task_id: string) => ({ params: { path: { task_id } } });

export const tasks = {
  active: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/background/active', { signal })),
  history: (query: TaskQuery, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/background/tasks', { params: { query }, signal })),
  get: (id: string, signal?: AbortSignal) =>
    unwrap(api.GET('/api/v1/background/task/{task_id}', { ...one(id), signal })),
  cancel: (id: string) => unwrap(api.POST('/api/v1/background/task/{task_id}/cancel', one(id))),
  retry: (id: string) => unwrap(api.POST('/api/v1/background/task/{task_id}/retry', one(id))),
  drop: (id: string) => unwrap(api.DELETE('/api/v1/background/dead-letters/{task_id}', one(id))),
  refresh: (body: RefreshArgs) => unwrap(api.POST('/api/v1/background/refresh-market-data', { body })),
  compute: () => unwrap(api.POST('/api/v1/background/compute-index', { body: {} })),
  cleanup: (body: CleanupArgs) => unwrap(api.POST('/api/v1/background/cleanup-old-data', { body })),
  report: (body: ReportArgs) => unwrap(api.POST('/api/v1/background/generate-report', { body })),
  kinds: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/background/kinds', { signal })),
  schedules: (signal?: AbortSignal) => unwrap(api.GET('/api/v1/background/schedules', { signal })),
  addSchedule: (body: ScheduleBody) => unwrap(api.POST('/api/v1/background/schedules', { body })),
  putSchedule: (id: number, body: ScheduleBody) =>
    unwrap(api.PUT('/api/v1/background/schedules/{id}', { params: { path: { id } }, body })),
  dropSchedule: (id: number) =>
    done(api.DELETE('/api/v1/background/schedules/{id}', { params: { path: { id } } })),
  runSchedule: (id: number) =>
    unwrap(api.POST('/api/v1/background/schedules/{id}/run', { params: { path: { id } } })),
};
