// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { DASH } from '@/lib/format';
import { moment } from '@/lib/moment';
import { argsText, duration, resultText, stateWord } from '@/lib/tasks';
import type { Task } from '@/types/tasks';

interface TaskTableProps {
  items: readonly Task[];
  onRetry: (task: Task) => void;
  onDrop: (task: Task) => void;
}

export function TaskTable({ items, onRetry, onDrop }: TaskTableProps) {
  return (
    <div className="scroll" role="group" aria-label="Tasks" tabIndex={0} data-testid="task-history">
      <table className="tall">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">State</th>
            <th scope="col">What came of it</th>
            <th scope="col" className="num">
              Tries
            </th>
            <th scope="col" className="num">
              Took
            </th>
            <th scope="col">Ended</th>
            <th scope="col">
              <span className="sr">Change it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((task) => {
            const word = stateWord(task);
            return (
              <tr key={task.task_id}>
                <td>
                  <b>{task.title}</b>
                  <div className="note">{argsText(task) || task.queue}</div>
                </td>
                <td>
                  <span className={`tag ${word.tone}`}>{word.text}</span>
                </td>
                <td className="came">{task.error ?? resultText(task) ?? (task.progress.message || DASH)}</td>
                <td className="num">
                  <Figure value={task.tries} kind="count" />
                </td>
                <td className="num">{duration(task) ?? DASH}</td>
                <td>{moment(task.ended_at)}</td>
                <td>
                  <div className="acts">
                    {(task.state === 'FAILURE' || task.state === 'REVOKED') && (
                      <Button small aria-label={`Retry: ${task.title}`} onClick={() => onRetry(task)}>
                        Retry
                      </Button>
                    )}
                    {task.state === 'FAILURE' && (
                      <Button
                        small
                        look="danger"
                        aria-label={`Forget: ${task.title}`}
                        onClick={() => onDrop(task)}
                      >
                        Forget
                      </Button>
                    )}
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
