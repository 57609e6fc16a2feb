// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { ScheduleForm } from '@/components/tasks/ScheduleForm';
import { ScheduleTable, type ScheduleAction } from '@/components/tasks/ScheduleTable';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { bodyOf, useSaveSchedule, useScheduleAction, useSchedules, useTaskKinds } from '@/hooks/useSchedules';
import type { Schedule } from '@/types/tasks';

/** What recurs, and when next. */
export function SchedulePanel() {
  const [edited, setEdited] = useState<Schedule | 'new' | null>(null);
  const [doomed, setDoomed] = useState<Schedule | null>(null);
  const schedules = useSchedules();
  const kinds = useTaskKinds();
  const save = useSaveSchedule();
  const run = useScheduleAction();
  const title = (kind: string) => kinds.data?.items.find(({ name }) => name === kind)?.title ?? kind;
  const act = (schedule: Schedule, action: ScheduleAction) => {
    switch (action) {
      case 'run':
        run.mutate({ id: schedule.id, action });
        break;
      case 'edit':
        save.reset();
        setEdited(schedule);
        break;
      case 'turn':
        save.mutate({ id: schedule.id, body: { ...bodyOf(schedule), enabled: !schedule.enabled } });
        break;
      case 'drop':
        run.reset();
        setDoomed(schedule);
    }
  };
  return (
    <Panel
      title="Schedule"
      caption="what recurs, and when next"
      actions={
        <Button small onClick={() => setEdited('new')}>
          Add
        </Button>
      }
    >
      <FormError text={doomed ? undefined : (run.error?.message ?? save.error?.message)} />
      <QueryView query={schedules} what="The schedule" skeleton={<SkeletonRows rows={5} />}>
        {({ items }) => <ScheduleTable items={items} title={title} onAct={act} />}
      </QueryView>
      {edited && (
        <ScheduleForm
          schedule={edited === 'new' ? null : edited}
          kinds={kinds.data?.items ?? []}
          onClose={() => setEdited(null)}
        />
      )}
      {doomed && (
        <ConfirmDialog
          title={`${doomed.builtin ? 'Reset' : 'Delete'} “${doomed.name}”?`}
          verb={doomed.builtin ? 'Reset' : 'Delete'}
          busy={run.isPending}
          error={run.error}
          onClose={() => setDoomed(null)}
          onConfirm={() =>
            run.mutate({ id: doomed.id, action: 'drop' }, { onSuccess: () => setDoomed(null) })
          }
        >
          <p>
            {doomed.builtin
              ? 'Its times, arguments and state are as the program brought them.'
              : 'It begins nothing any more. Tasks that it began stay.'}
          </p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
