// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { TaskTable } from '@/components/tasks/TaskTable';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { FormError } from '@/components/ui/FormError';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { Segmented } from '@/components/ui/Segmented';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useTaskAction, useTaskHistory } from '@/hooks/useTasks';
import type { Task } from '@/types/tasks';

const PAGE = 20;
const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Dead letters' },
  { value: 'succeeded', label: 'Done' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;
type Filter = (typeof FILTERS)[number]['value'];

/** What was done, and what failed for good with its reason: to be tried again, or forgotten. */
export function HistoryPanel() {
  const [filter, setFilter] = useState<Filter>('all');
  const [page, setPage] = useState(0);
  const [forget, setForget] = useState<Task | null>(null);
  const history = useTaskHistory({
    state: filter === 'all' ? undefined : filter,
    limit: PAGE,
    offset: page * PAGE,
  });
  const run = useTaskAction();
  return (
    <Panel title="History" caption="newest first">
      <div className="mb-3">
        <Segmented
          label="Which tasks"
          options={FILTERS}
          value={filter}
          onChange={(value) => {
            setFilter(value);
            setPage(0);
          }}
        />
      </div>
      <FormError text={forget ? undefined : run.error?.message} />
      <QueryView query={history} what="The history" skeleton={<SkeletonRows rows={8} />}>
        {({ items, total }) =>
          items.length ? (
            <>
              <TaskTable
                items={items}
                onRetry={(task) => run.mutate({ id: task.task_id, action: 'retry' })}
                onDrop={(task) => {
                  run.reset();
                  setForget(task);
                }}
              />
              <Pager
                what={total === 1 ? 'task' : 'tasks'}
                page={page}
                size={PAGE}
                total={total}
                onPage={setPage}
              />
            </>
          ) : (
            <Empty title={filter === 'failed' ? 'Nothing failed' : 'No task yet'}>
              {filter === 'failed'
                ? 'A task that fails more often than it may stands here with its reason.'
                : 'What runs in the background stands here when it has ended.'}
            </Empty>
          )
        }
      </QueryView>
      {forget && (
        <ConfirmDialog
          title={`Forget “${forget.title}”?`}
          verb="Forget"
          busy={run.isPending}
          error={run.error}
          onClose={() => setForget(null)}
          onConfirm={() =>
            run.mutate({ id: forget.task_id, action: 'drop' }, { onSuccess: () => setForget(null) })
          }
        >
          <p>The task and its reason are removed. What it was to do is not done.</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
