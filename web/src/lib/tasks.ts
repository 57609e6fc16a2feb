// SPDX-License-Identifier: Apache-2.0
import type { Task } from '@/types/tasks';

export interface StateWord {
  readonly text: string;
  /** Of the tag. */
  readonly tone: '' | 'g' | 'w' | 'c' | 'a';
}

const WORDS: Readonly<Record<string, StateWord>> = {
  PENDING: { text: 'waits', tone: '' },
  STARTED: { text: 'runs', tone: 'a' },
  PROGRESS: { text: 'runs', tone: 'a' },
  RETRY: { text: 'tries again', tone: 'w' },
  SUCCESS: { text: 'done', tone: 'g' },
  FAILURE: { text: 'failed', tone: 'c' },
  REVOKED: { text: 'cancelled', tone: '' },
};

export const stateWord = (task: Pick<Task, 'state' | 'cancelling'>): StateWord =>
  task.cancelling
    ? { text: 'is being cancelled', tone: 'w' }
    : (WORDS[task.state] ?? { text: task.state, tone: '' });

/** Seconds as a reader says them: 0.4 s, 12 s, 3 min 5 s, 2 h 10 min. */
export function lasted(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole / 60} min`;
  const minutes = Math.floor((whole % 3600) / 60);
  return minutes ? `${Math.floor(whole / 3600)} h ${minutes} min` : `${Math.floor(whole / 3600)} h`;
}

/** How long its last try took; null where it has not begun or has not ended. */
export function duration(task: Pick<Task, 'started_at' | 'ended_at'>): string | null {
  if (!task.started_at || !task.ended_at) return null;
  return lasted(Math.max(0, (Date.parse(task.ended_at) - Date.parse(task.started_at)) / 1000));
}

/** Its arguments as a reader takes them in: "detailed, pdf, 365". */
export function argsText(task: Pick<Task, 'args'>): string {
  return Object.values(task.args ?? {})
    .filter((value) => value !== null && typeof value !== 'object')
    .join(', ');
}

/** What came of it in words: the flat members of its result. */
export function resultText(task: Pick<Task, 'result'>): string | null {
  const members = Object.entries(task.result ?? {}).filter(
    ([, value]) => value !== null && typeof value !== 'object',
  );
  return members.length
    ? members.map(([name, value]) => `${name.replaceAll('_', ' ')} ${String(value)}`).join(' · ')
    : null;
}
