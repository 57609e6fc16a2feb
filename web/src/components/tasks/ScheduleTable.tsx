// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { DASH } from '@/lib/format';
import { moment } from '@/lib/moment';
import type { Schedule } from '@/types/tasks';

export type ScheduleAction = 'run' | 'edit' | 'turn' | 'drop';

interface ScheduleTableProps {
  items: readonly Schedule[];
  /** A kind in words. */
  title: (kind: string) => string;
  onAct: (schedule: Schedule, action: ScheduleAction) => void;
}

const TIMES: readonly ItemColumn<Schedule>[] = [
  {
    head: 'When',
    cell: ({ spec, timezone }) => (
      <>
        <code>{spec}</code>
        <div className="note">{timezone}</div>
      </>
    ),
  },
  {
    head: 'State',
    cell: ({ enabled }) => <span className={`tag ${enabled ? 'g' : ''}`}>{enabled ? 'on' : 'off'}</span>,
  },
  { head: 'Next', cell: ({ enabled, next_at }) => (enabled ? moment(next_at) : DASH) },
  { head: 'Last', cell: ({ last_at }) => moment(last_at) },
];

export function ScheduleTable({ items, title, onAct }: ScheduleTableProps) {
  const what: ItemColumn<Schedule> = {
    head: 'What',
    kind: 'lead',
    cell: ({ kind, name }) => (
      <>
        <b>{title(kind)}</b>
        <div className="note">{name}</div>
      </>
    ),
  };
  const changes = (schedule: Schedule) => {
    const turn = schedule.enabled ? 'Turn off' : 'Turn on';
    const drop = schedule.builtin ? 'Reset' : 'Delete';
    return (
      <>
        <Button small aria-label={`Run now: ${schedule.name}`} onClick={() => onAct(schedule, 'run')}>
          Run now
        </Button>
        <Button small aria-label={`Edit: ${schedule.name}`} onClick={() => onAct(schedule, 'edit')}>
          Edit
        </Button>
        <Button small aria-label={`${turn}: ${schedule.name}`} onClick={() => onAct(schedule, 'turn')}>
          {turn}
        </Button>
        <Button
          small
          look="danger"
          aria-label={`${drop}: ${schedule.name}`}
          onClick={() => onAct(schedule, 'drop')}
        >
          {drop}
        </Button>
      </>
    );
  };
  return (
    <ItemTable
      label="Schedule"
      testId="schedules"
      items={items}
      columns={[what, ...TIMES, { head: 'Change it', kind: 'use', cell: changes }]}
      keyOf={({ id }) => id}
      broad
    />
  );
}
