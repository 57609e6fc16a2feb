// SPDX-License-Identifier: Apache-2.0
import type { components } from '@/api/generated/schema';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type ApiKey = Schemas['ApiKey'];
export type TotpSetup = Schemas['TotpSetup'];
export type Linked = Schemas['Identity'];
export type User = Schemas['Account'];
export type AuditEntry = Schemas['AuditEntry'];
export type Faults = Schemas['Faults'];
