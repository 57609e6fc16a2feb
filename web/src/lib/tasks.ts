// SPDX-License-Identifier: Apache-2.0
import { isDate } from '@/lib/dates';
import { bytes } from '@/lib/diagnostics';
import { day, figure } from '@/lib/format';
import { ApiError } from '@/services/api/errors';
import type { TaskEvent } from '@/services/events';
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

/** A task as an event has it; of another one nothing changes. What an end leaves is not in the event. */
export function advance(task: Task, { task_id, state, percent, message }: TaskEvent): Task {
  if (task.task_id !== task_id || state !== 'PROGRESS' || task.ready) return task;
  return { ...task, state, status: state, progress: { percent: Math.round(percent), message } };
}

/** What the server refused of the arguments, which it names one by one. */
export function argsError(error: unknown): string | undefined {
  const refused =
    error instanceof ApiError ? error.errors.filter(({ field }) => /^args(\.|$)/.test(field)) : [];
  const words = refused.map(({ field, message }) => `${field.slice('args.'.length)} ${message}`.trim());
  return words.length ? words.join('; ') : undefined;
}

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

const words = (name: string) => name.replaceAll('_', ' ');
const flat = (members: Task['args'] | Task['result']) =>
  Object.entries(members ?? {}).filter(
    (member): member is [string, string | number | boolean] =>
      member[1] !== null && typeof member[1] !== 'object' && member[1] !== '',
  );

function argText([name, value]: [string, string | number | boolean]): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return `${value ? '' : 'not '}${words(name)}`;
  if (name.endsWith('_ms')) return `${words(name.slice(0, -'_ms'.length))} ${lasted(value / 1000)}`;
  return /(^|_)days(_|$)/.test(name) ? `${value} days` : `${words(name)} ${value}`;
}

/** Its arguments as a reader takes them in: "detailed, 365 days, pdf". */
export const argsText = ({ args }: Pick<Task, 'args'>): string => flat(args).map(argText).join(', ');

/** Said elsewhere, or of no use to a reader. */
const UNSAID = ['id', 'created_at'];

/** What came of it in words: the flat members of its result that it was not asked for. */
export function resultText({ args, result }: Pick<Task, 'args' | 'result'>): string | null {
  const asked = new Map(Object.entries(args ?? {}));
  const members = flat(result).filter(([name, value]) => !UNSAID.includes(name) && asked.get(name) !== value);
  const said = members.map(([name, value]) => {
    if (typeof value === 'boolean') return `${value ? '' : 'not '}${words(name)}`;
    if (name === 'size') return bytes(Number(value));
    if (typeof value === 'number')
      return `${words(name)} ${Number.isInteger(value) ? figure(value, 'count') : value}`;
    if (value.startsWith(`${name}-`)) return value; // run-2
    return `${words(name)} ${isDate(value) ? day(value) : value}`;
  });
  return said.length ? said.join(' · ') : null;
}
