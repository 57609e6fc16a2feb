// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { stateWord, argsText } from '@/lib/tasks';
import type { Task } from '@/types/tasks';

interface TaskBarProps {
  task: Task;
  /** Nothing where it cannot be cancelled by who looks. */
  onCancel?: () => void;
}

/** A task under way: what, how far, what it is at. */
export function TaskBar({ task, onCancel }: TaskBarProps) {
  const { percent, message } = task.progress;
  const waits = task.state === 'PENDING' || task.state === 'RETRY';
  const failed = task.state === 'FAILURE';
  const word = stateWord(task).text;
  return (
    <li data-testid="running-task">
      <div className="r">
        <b>{task.title}</b>
        <span className="muted">{argsText(task)}</span>
        <span className="pcv">{waits || failed ? word : `${percent}%`}</span>
      </div>
      <progress className="pb" max={100} value={waits ? 0 : percent} aria-label={`${task.title}: ${word}`} />
      <div className="d">
        <span>
          {task.error && waits
            ? `Try ${task.tries} of ${task.max_tries} failed: ${task.error}`
            : (failed && task.error) || message || word}
        </span>
        {onCancel && (
          <Button
            small
            look="ghost"
            disabled={task.cancelling}
            aria-label={`Cancel: ${task.title}`}
            onClick={onCancel}
          >
            {task.cancelling ? 'Cancelling' : 'Cancel'}
          </Button>
        )}
      </div>
    </li>
  );
}
