// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { argsText, duration, lasted, resultText, stateWord } from '@/lib/tasks';

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
  it('reads arguments and results', () => {
    expect(argsText({ args: { report_type: 'risk', format: 'pdf', period_days: 30 } })).toBe('risk, pdf, 30');
    expect(argsText({ args: {} })).toBe('');
    expect(resultText({ result: { prices_checked: 3, run: null, more: {} } })).toBe('prices checked 3');
    expect(resultText({ result: null })).toBeNull();
  });
});
