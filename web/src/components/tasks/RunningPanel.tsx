// SPDX-License-Identifier: Apache-2.0
'use client';

import { TaskBar } from '@/components/tasks/TaskBar';
import { Empty } from '@/components/ui/Empty';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAuth } from '@/contexts/AuthContext';
import { useActiveTasks, useTaskAction } from '@/hooks/useTasks';
import { figure } from '@/lib/format';
import type { ActiveTasks, Task } from '@/types/tasks';

function workersText({ workers }: ActiveTasks): string {
  const threads = workers.reduce((sum, node) => sum + node.threads, 0);
  if (!threads) return 'no worker is there: tasks wait';
  const busy = workers.reduce((sum, node) => sum + node.running, 0);
  return `${figure(busy, 'count')} of ${figure(threads, 'count')} workers busy`;
}

/** What runs, then what waits, then what is due later. */
export function RunningPanel() {
  const { me } = useAuth();
  const active = useActiveTasks();
  const run = useTaskAction();
  const mine = (task: Task) => me?.role === 'admin' || (!!me && task.user_id === me.id);
  const bars = (tasks: readonly Task[]) =>
    tasks.map((task) => (
      <TaskBar
        key={task.task_id}
        task={task}
        onCancel={mine(task) ? () => run.mutate({ id: task.task_id, action: 'cancel' }) : undefined}
      />
    ));
  return (
    <Panel
      title="Running"
      caption="live"
      actions={active.data && <span className="muted">{workersText(active.data)}</span>}
    >
      <FormError text={run.error?.message} />
      <QueryView query={active} what="What runs" skeleton={<SkeletonRows rows={3} />}>
        {({ active: running, reserved, scheduled }) =>
          running.worker.length + reserved.worker.length + scheduled.worker.length ? (
            <ol className="jobs" aria-live="polite">
              {bars(running.worker)}
              {bars(reserved.worker)}
              {bars(scheduled.worker)}
            </ol>
          ) : (
            <Empty title="Nothing runs">
              {me?.role === 'admin'
                ? 'Tasks begin by the schedule, or here when you start one.'
                : 'Reports that you make stand here while they are made, and what the server does for everybody.'}
            </Empty>
          )
        }
      </QueryView>
    </Panel>
  );
}
