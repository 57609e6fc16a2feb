// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useEvents } from '@/hooks/useEvents';
import { advance } from '@/lib/tasks';
import type { ActiveTasks, Task } from '@/types/tasks';

/** Many may end at once; they are asked for together. */
const GATHER_MS = 200;
const CHANGED = [['tasks'], ['schedules'], ['reports'], ['backups']] as const;

/** What this page shows of tasks, and of what they leave, follows them as they go on. */
export function useTaskEvents(): void {
  const client = useQueryClient();
  const due = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(due.current);
      due.current = undefined;
    },
    [],
  );
  useEvents('task', (event) => {
    client.setQueryData<Task>(['tasks', 'one', event.task_id], (task) => task && advance(task, event));
    const { data: active } = client.getQueryState<ActiveTasks>(['tasks', 'active']) ?? {};
    const known = active?.active.worker.some(({ task_id }) => task_id === event.task_id);
    if (active && known)
      client.setQueryData<ActiveTasks>(['tasks', 'active'], {
        ...active,
        active: { worker: active.active.worker.map((task) => advance(task, event)) },
      });
    if (event.state === 'PROGRESS' && (known || !active)) return;
    due.current ??= setTimeout(() => {
      due.current = undefined;
      for (const queryKey of CHANGED) void client.invalidateQueries({ queryKey });
    }, GATHER_MS);
  });
}
