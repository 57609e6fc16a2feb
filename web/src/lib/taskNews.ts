// SPDX-License-Identifier: Apache-2.0
import type { TaskEvent } from '@/services/events';

/** What is done, for a sentence that goes on with "failed" or "was cancelled", and the sentence of success. */
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  market_refresh: ['Refresh', 'Market data are up to date'],
  index_compute: ['Computation', 'The index is computed'],
  report: ['Report', 'Report is ready'],
  backup: ['Backup', 'Backup is made'],
  cleanup: ['Clean-up', 'Clean-up is done'],
  data_quality: ['Data check', 'Data check is done'],
  drill: ['Practice', 'Practice is done'],
  drill_process: ['Practice', 'Practice is done'],
};

/** One sentence on a task that ended; null while it goes on. */
export function taskNews({ kind, state, message }: TaskEvent): string | null {
  const [what, good] = KINDS[kind] ?? ['Task', 'Task is done'];
  if (state === 'SUCCESS') return good;
  if (state === 'REVOKED') return `${what} was cancelled`;
  if (state === 'FAILURE') return message ? `${what} failed: ${message}` : `${what} failed`;
  return null;
}
