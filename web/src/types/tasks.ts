// SPDX-License-Identifier: Apache-2.0
import type { components } from '@/api/generated/schema';

type Schemas = components['schemas'];

export type Task = Schemas['Task'];
export type ActiveTasks = Schemas['Active'];
export type WorkerNode = Schemas['WorkerNode'];
export type Report = Schemas['ReportItem'];
export type Schedule = Schemas['Schedule'];
export type Backup = Schemas['Backup'];
