// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toBody, type Change } from '@/lib/strategy';
import { ApiError } from '@/services/api/errors';
import { strategy } from '@/services/api/strategy';
import { tasks } from '@/services/api/tasks';
import type { StrategyConfig } from '@/types/api';
import type { Task } from '@/types/tasks';

/** Everything on the page that computes the published levels anew. */
export type Publication =
  | { readonly kind: 'save'; readonly changes: readonly Change[] }
  | {
      readonly kind: 'record';
      readonly changes: readonly Change[];
      readonly reason: string;
      readonly confidence: number;
    }
  | { readonly kind: 'restore'; readonly version: number; readonly changes: readonly Change[] }
  | { readonly kind: 'rebalance' };

export interface Done {
  readonly text: string;
  /** The version to go back to. */
  readonly undo?: number;
}

/** Milliseconds between two looks at a task, and how many there are. */
const LOOK = 500;
const LOOKS = 120;

interface Answer {
  readonly message: string;
  /** Absent where only levels were computed. */
  readonly config?: StrategyConfig;
  readonly changes?: readonly unknown[];
  /** What computes the index; null: nothing has to. */
  readonly task_id?: string | null;
  /** What is to be known of the levels, where they do not follow as they should. */
  readonly levels?: string;
}

/** Computing goes on in the background: its end is waited for, unless it is far off (null). */
async function ended(id: string): Promise<Task | null> {
  for (let look = 0; look < LOOKS; look++) {
    const task = await tasks.get(id);
    if (task.ready) return task;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return null;
}

const reasonOf = (task: Task) => task.error ?? 'The computation was cancelled.';

async function rebalance(): Promise<Answer> {
  const { message, task_id } = await strategy.rebalance();
  const task = await ended(task_id);
  if (task && !task.successful) throw new ApiError(409, 'conflict', reasonOf(task));
  return { message: task ? 'The index was computed anew.' : message };
}

/** The version stands, whatever becomes of its levels. */
async function followed(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (!answer.task_id) return answer;
  try {
    const task = await ended(answer.task_id);
    if (task?.successful) return answer;
    const levels = task
      ? `The index was not computed: ${reasonOf(task)}`
      : 'The index is still being computed.';
    return { ...answer, levels };
  } catch {
    return { ...answer, levels: 'Whether the index was computed could not be asked.' };
  }
}

function publish(what: Publication, version: number): Promise<Answer> {
  if (what.kind === 'save') return followed(strategy.save(toBody(what.changes), version));
  if (what.kind === 'record')
    return followed(strategy.record(toBody(what.changes), what.reason, what.confidence));
  if (what.kind === 'restore') return followed(strategy.restore(what.version));
  return rebalance();
}

/** In our words where a version was made, else in the server's. */
function doneWords(what: Publication, { message, config, changes, levels }: Answer): string {
  if (!config || !changes?.length) return message;
  const words =
    what.kind === 'restore'
      ? `Version ${what.version} restored as version ${config.version}.`
      : `${what.kind === 'record' ? 'Recorded' : 'Saved'} as version ${config.version}.`;
  return levels ? `${words} ${levels}` : words;
}

/** Publishing, and what is said after it. Afterwards everything is asked for again: other pages show levels too. */
export function useStrategyPublish(version: number, onPublished: (what: Publication) => void) {
  const client = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  const mutation = useMutation({
    mutationFn: (what: Publication) => publish(what, version),
    networkMode: 'always',
    onMutate: () => setDone(null),
    onSuccess: (answer, what) => {
      if (answer.config) client.setQueryData<StrategyConfig>(['config'], answer.config);
      setDone({ text: doneWords(what, answer), undo: answer.changes?.length ? version : undefined });
      onPublished(what);
      client.removeQueries({ type: 'inactive' });
      void client.invalidateQueries();
    },
  });
  return {
    mutation,
    done,
    close: () => setDone(null),
    /** Somebody else saved after this page read what is in force. */
    moved: mutation.error instanceof ApiError && mutation.error.code === 'precondition_failed',
    /** Read again what is in force. */
    refresh: () => {
      mutation.reset();
      void client.invalidateQueries();
    },
  };
}
