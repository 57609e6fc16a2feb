// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { advance, argsError, argsText, duration, lasted, resultText, stateWord } from '@/lib/tasks';
import { ApiError } from '@/services/api/errors';
import type { TaskEvent } from '@/services/events';
import type { Task } from '@/types/tasks';

describe('the words of tasks', () => {
  it('says how long something lasted', () => {
    expect([0.04, 0.44, 9.96, 12.4, 60, 185, 3600, 7800].map(lasted)).toEqual([
      '0.0 s',
      '0.4 s',
      '10.0 s',
      '12 s',
      '1 min',
      '3 min 5 s',
      '1 h',
      '2 h 10 min',
    ]);
  });
  it('has no duration before the end', () => {
    const started_at = '2026-01-05T10:00:00Z';
    expect(duration({ started_at, ended_at: null })).toBeNull();
    expect(duration({ started_at: null, ended_at: started_at })).toBeNull();
    expect(duration({ started_at, ended_at: '2026-01-05T10:00:01.500Z' })).toBe('1.5 s');
  });
  it('names states, and that one is on its way out', () => {
    expect(stateWord({ state: 'FAILURE', cancelling: false })).toEqual({ text: 'failed', tone: 'c' });
    expect(stateWord({ state: 'PROGRESS', cancelling: true }).text).toBe('is being cancelled');
    expect(stateWord({ state: 'NEW', cancelling: false }).text).toBe('NEW');
  });
  it('leaves out of a result what was asked for', () => {
    const args = { mode: 'smart' };
    expect(resultText({ args, result: { mode: 'smart', id: 'x', computed: false } })).toBe('not computed');
  });
  it('reads sizes and dates of a result', () => {
    const result = { size: 95628, start_date: '2021-12-28' };
    expect(resultText({ args: {}, result })).toBe('95.6 kB · start date 28 Dec 2021');
  });
  it('goes on by an event of its own, until it has ended', () => {
    const task = {
      task_id: 't',
      state: 'STARTED',
      ready: false,
      progress: { percent: 0, message: '' },
    } as Task;
    const event = {
      task_id: 't',
      kind: 'drill',
      state: 'PROGRESS',
      percent: 41.6,
      message: 'working',
    } as TaskEvent;
    expect(advance(task, event).progress).toEqual({ percent: 42, message: 'working' });
    expect(advance(task, { ...event, task_id: 'u' })).toBe(task);
    expect(advance({ ...task, ready: true }, event).progress.percent).toBe(0);
    expect(advance(task, { ...event, state: 'SUCCESS' })).toBe(task);
  });
  it('says which argument was refused, and nothing of other fields', () => {
    const refused = (field: string) =>
      new ApiError(422, 'invalid', 'no', [{ field, message: 'is too small' }]);
    expect(argsError(refused('args.work_ms'))).toBe('work_ms is too small');
    expect(argsError(refused('args'))).toBe('is too small');
    expect(argsError(refused('spec'))).toBeUndefined();
    expect(argsError(null)).toBeUndefined();
  });
  it('reads arguments and results', () => {
    expect(argsText({ args: { report_type: 'risk', format: 'pdf', period_days: 30 } })).toBe(
      'risk, pdf, 30 days',
    );
    expect(argsText({ args: {} })).toBe('');
    expect(argsText({ args: { work_ms: 1500, fails: 'once', dry: false } })).toBe(
      'work 1.5 s, once, not dry',
    );
    expect(resultText({ args: {}, result: { prices_checked: 3, run: null, more: {} } })).toBe(
      'prices checked 3',
    );
    expect(resultText({ args: {}, result: { run: 'run-2', levels: 8250 } })).toBe('run-2 · levels 8,250');
    expect(resultText({ args: {}, result: null })).toBeNull();
  });
});
