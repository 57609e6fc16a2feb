// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect } from 'react';
import { TaskBar } from '@/components/tasks/TaskBar';
import { Button } from '@/components/ui/Button';
import { FormError } from '@/components/ui/FormError';
import { useFreshReports } from '@/hooks/useReports';
import { useTask, useTaskAction } from '@/hooks/useTasks';
import { periodError } from '@/lib/reports';

interface MakingPanelProps {
  task: string;
  onDone: () => void;
  /** The period has no data: why. */
  onRefused: (why: string) => void;
}

/** The report that is being made, until it is in the list or has failed. */
export function MakingPanel({ task: id, onDone, onRefused }: MakingPanelProps) {
  const task = useTask(id);
  const run = useTaskAction();
  const fresh = useFreshReports();
  const ended = task.data?.ready ?? false;
  const well = task.data?.successful ?? false;
  useEffect(() => {
    if (!ended) return;
    void fresh();
    const why = periodError(task.data?.error);
    if (why) onRefused(why);
    if (well || why) onDone();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it ends
  }, [ended, well]);
  if (!task.data) return <FormError text={task.error?.message} />;
  return (
    <section className="p" aria-label="Being made">
      <ol className="jobs" aria-live="polite">
        <TaskBar task={task.data} onCancel={ended ? undefined : () => run.mutate({ id, action: 'cancel' })} />
      </ol>
      <FormError text={run.error?.message} />
      {ended && !well && (
        <div className="mt-3 flex gap-2">
          <Button small onClick={() => run.mutate({ id, action: 'retry' })}>
            Try again
          </Button>
          <Button small look="ghost" onClick={onDone}>
            Leave it
          </Button>
        </div>
      )}
    </section>
  );
}
