// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAuth } from '@/contexts/AuthContext';
import { tasks, type TaskQuery } from '@/services/api/tasks';
import type { Task } from '@/types/tasks';

const TASKS = ['tasks'] as const;
/** Milliseconds between two looks, should the events stay away: while something is under way, and while nothing is. */
const BUSY = 5_000;
const IDLE = 30_000;

export function useActiveTasks() {
  const enabled = useAuth().status === 'in';
  return useQuery({
    queryKey: [...TASKS, 'active'],
    queryFn: ({ signal }) => tasks.active(signal),
    enabled,
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const stats = state.data?.stats;
      return stats && stats.total_active + stats.total_reserved > 0 ? BUSY : IDLE;
    },
  });
}

export function useTaskHistory(query: TaskQuery, enabled = true) {
  return useQuery({
    queryKey: [...TASKS, 'history', query],
    queryFn: ({ signal }) => tasks.history(query, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled,
  });
}

/** One task until it has ended. */
export function useTask(id: string | null) {
  return useQuery({
    queryKey: [...TASKS, 'one', id],
    queryFn: ({ signal }) => tasks.get(id!, signal),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.ready ? false : BUSY),
  });
}

export type TaskAction = 'cancel' | 'retry' | 'drop';

export function useTaskAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: { id: string; action: TaskAction }): Promise<Task> => tasks[action](id),
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: TASKS }),
  });
}

export type Begin =
  | { kind: 'refresh'; mode: 'smart' | 'full' | 'minimal' }
  | { kind: 'compute' }
  | { kind: 'cleanup'; days: number };

const begin = (what: Begin) => {
  switch (what.kind) {
    case 'refresh':
      return tasks.refresh({ mode: what.mode });
    case 'compute':
      return tasks.compute();
    case 'cleanup':
      return tasks.cleanup({ days_to_keep: what.days });
  }
};

export function useBegin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: begin,
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: TASKS }),
  });
}
