// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toBody, type Change } from '@/lib/strategy';
import { ApiError } from '@/services/api/errors';
import { strategy } from '@/services/api/strategy';
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

interface Answer {
  readonly message: string;
  /** Absent where only levels were computed. */
  readonly config?: StrategyConfig;
  readonly changes?: readonly unknown[];
}

function publish(what: Publication, version: number): Promise<Answer> {
  if (what.kind === 'save') return strategy.save(toBody(what.changes), version);
  if (what.kind === 'record') return strategy.record(toBody(what.changes), what.reason, what.confidence);
  if (what.kind === 'restore') return strategy.restore(what.version);
  return strategy.rebalance();
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
