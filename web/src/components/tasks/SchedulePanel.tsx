// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { ScheduleForm } from '@/components/tasks/ScheduleForm';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { FormError } from '@/components/ui/FormError';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { bodyOf, useSaveSchedule, useScheduleAction, useSchedules, useTaskKinds } from '@/hooks/useSchedules';
import { DASH } from '@/lib/format';
import { moment } from '@/lib/moment';
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
      <FormError text={run.error?.message ?? save.error?.message} />
      <QueryView query={schedules} what="The schedule" skeleton={<SkeletonRows rows={5} />}>
        {({ items }) => (
          <div className="scroll" role="group" aria-label="Schedule" tabIndex={0} data-testid="schedules">
            <table className="tall">
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">When</th>
                  <th scope="col">State</th>
                  <th scope="col">Next</th>
                  <th scope="col">Last</th>
                  <th scope="col">
                    <span className="sr">Change it</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((schedule) => (
                  <tr key={schedule.id}>
                    <td>
                      <b>{title(schedule.kind)}</b>
                      <div className="note">{schedule.name}</div>
                    </td>
                    <td>
                      <code>{schedule.spec}</code>
                      <div className="note">{schedule.timezone}</div>
                    </td>
                    <td>
                      <span className={`tag ${schedule.enabled ? 'g' : ''}`}>
                        {schedule.enabled ? 'on' : 'off'}
                      </span>
                    </td>
                    <td>{schedule.enabled ? moment(schedule.next_at) : DASH}</td>
                    <td>{moment(schedule.last_at)}</td>
                    <td>
                      <div className="acts">
                        <Button
                          small
                          aria-label={`Run now: ${schedule.name}`}
                          onClick={() => run.mutate({ id: schedule.id, action: 'run' })}
                        >
                          Run now
                        </Button>
                        <Button
                          small
                          aria-label={`Edit: ${schedule.name}`}
                          onClick={() => {
                            save.reset();
                            setEdited(schedule);
                          }}
                        >
                          Edit
                        </Button>
                        <Button
                          small
                          aria-label={`${schedule.enabled ? 'Turn off' : 'Turn on'}: ${schedule.name}`}
                          onClick={() =>
                            save.mutate({
                              id: schedule.id,
                              body: { ...bodyOf(schedule), enabled: !schedule.enabled },
                            })
                          }
                        >
                          {schedule.enabled ? 'Turn off' : 'Turn on'}
                        </Button>
                        <Button
                          small
                          look="danger"
                          aria-label={`${schedule.builtin ? 'Reset' : 'Delete'}: ${schedule.name}`}
                          onClick={() => setDoomed(schedule)}
                        >
                          {schedule.builtin ? 'Reset' : 'Delete'}
                        </Button>
                      </div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
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
