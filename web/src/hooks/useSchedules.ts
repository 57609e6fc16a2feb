// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { tasks, type ScheduleBody } from '@/services/api/tasks';
import type { Schedule } from '@/types/tasks';

const SCHEDULES = ['schedules'] as const;

export function useSchedules() {
  return useQuery({
    queryKey: SCHEDULES,
    queryFn: ({ signal }) => tasks.schedules(signal),
    staleTime: 0,
  });
}

export function useTaskKinds() {
  return useQuery({
    queryKey: ['taskKinds'],
    queryFn: ({ signal }) => tasks.kinds(signal),
    staleTime: Infinity,
  });
}

/** What of a schedule is sent back when it is changed. */
export function bodyOf(schedule: Schedule): ScheduleBody {
  const { name, kind, args, spec, timezone, missed, enabled } = schedule;
  return { name, kind, args, spec, timezone, missed, enabled };
}

export function useSaveSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: number | null; body: ScheduleBody }) =>
      id === null ? tasks.addSchedule(body) : tasks.putSchedule(id, body),
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: SCHEDULES }),
  });
}

export type ScheduleAction = 'run' | 'drop';

export function useScheduleAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: { id: number; action: ScheduleAction }): Promise<unknown> =>
      action === 'run' ? tasks.runSchedule(id) : tasks.dropSchedule(id),
    networkMode: 'always',
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: SCHEDULES }),
        client.invalidateQueries({ queryKey: ['tasks'] }),
      ]),
  });
}
