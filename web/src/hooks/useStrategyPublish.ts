// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toBody, type Change } from '@/lib/strategy';
import { ApiError } from '@/services/api/errors';
import { strategy } from '@/services/api/strategy';
import { tasks } from '@/services/api/tasks';
import type { StrategyConfig } from '@/types/api';

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
}

/** Computing goes on in the background: its end is waited for, unless it is far off. */
async function rebalance(): Promise<Answer> {
  const { message, task_id } = await strategy.rebalance();
  for (let look = 0; look < LOOKS; look++) {
    const task = await tasks.get(task_id);
    if (task.successful) return { message: 'The index was computed anew.' };
    if (task.ready) throw new ApiError(409, 'conflict', task.error ?? 'The computation was cancelled.');
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return { message };
}

function publish(what: Publication, version: number): Promise<Answer> {
  if (what.kind === 'save') return strategy.save(toBody(what.changes), version);
  if (what.kind === 'record') return strategy.record(toBody(what.changes), what.reason, what.confidence);
  if (what.kind === 'restore') return strategy.restore(what.version);
  return rebalance();
}

/** In our words where a version was made, else in the server's. */
function doneWords(what: Publication, { message, config, changes }: Answer): string {
  if (!config || !changes?.length) return message;
  if (what.kind === 'restore') return `Version ${what.version} restored as version ${config.version}.`;
  return `${what.kind === 'record' ? 'Recorded' : 'Saved'} as version ${config.version}.`;
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
