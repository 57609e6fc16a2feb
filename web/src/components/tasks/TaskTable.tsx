// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { DASH } from '@/lib/format';
import { moment } from '@/lib/moment';
import { argsText, duration, resultText, stateWord } from '@/lib/tasks';
import type { Task } from '@/types/tasks';

interface TaskTableProps {
  items: readonly Task[];
  onRetry: (task: Task) => void;
  onDrop: (task: Task) => void;
}

function StateTag({ task }: { task: Task }) {
  const { text, tone } = stateWord(task);
  return <span className={`tag ${tone}`}>{text}</span>;
}

const FACTS: readonly ItemColumn<Task>[] = [
  {
    head: 'Task',
    kind: 'lead',
    cell: (task) => (
      <>
        <b>{task.title}</b>
        <div className="note">{argsText(task) || task.queue}</div>
      </>
    ),
  },
  { head: 'State', cell: (task) => <StateTag task={task} /> },
  {
    head: 'What came of it',
    kind: 'long',
    cell: (task) => task.error ?? resultText(task) ?? (task.progress.message || DASH),
  },
  { head: 'Tries', kind: 'num', cell: ({ tries }) => <Figure value={tries} kind="count" /> },
  { head: 'Took', kind: 'num', cell: (task) => duration(task) ?? DASH },
  { head: 'Ended', cell: ({ ended_at }) => moment(ended_at) },
];

export function TaskTable({ items, onRetry, onDrop }: TaskTableProps) {
  const changes = (task: Task) => (
    <>
      {(task.state === 'FAILURE' || task.state === 'REVOKED') && (
        <Button small aria-label={`Retry: ${task.title}`} onClick={() => onRetry(task)}>
          Retry
        </Button>
      )}
      {task.state === 'FAILURE' && (
        <Button small look="danger" aria-label={`Forget: ${task.title}`} onClick={() => onDrop(task)}>
          Forget
        </Button>
      )}
    </>
  );
  return (
    <ItemTable
      label="Tasks"
      testId="task-history"
      items={items}
      columns={[...FACTS, { head: 'Change it', kind: 'use', cell: changes }]}
      keyOf={({ task_id }) => task_id}
      broad
    />
  );
}
