// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { taskNews } from '@/lib/taskNews';
import type { TaskEvent } from '@/services/events';

const news = (kind: string, state: TaskEvent['state'], message = '') =>
  taskNews({ task_id: 't', kind, state, message, percent: 0, user_id: 1 });

describe('what is said of a task', () => {
  it('is said when it ended', () => {
    expect(news('report', 'SUCCESS', 'done')).toBe('Report is ready');
    expect(news('market_refresh', 'FAILURE', 'no provider answers')).toBe(
      'Refresh failed: no provider answers',
    );
    expect(news('backup', 'FAILURE')).toBe('Backup failed');
    expect(news('index_compute', 'REVOKED')).toBe('Computation was cancelled');
    expect(news('of a later version', 'SUCCESS')).toBe('Task is done');
  });
  it('is nothing while it goes on', () => {
    for (const state of ['PENDING', 'STARTED', 'PROGRESS', 'RETRY'] as const)
      expect(news('report', state)).toBeNull();
  });
});
