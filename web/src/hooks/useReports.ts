// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAuth } from '@/contexts/AuthContext';
import { reports } from '@/services/api/reports';
import { tasks, type ReportArgs } from '@/services/api/tasks';

const REPORTS = ['reports'] as const;

export function useReports(query: { limit: number; offset: number }) {
  const enabled = useAuth().status === 'in';
  return useQuery({
    queryKey: [...REPORTS, query],
    queryFn: ({ signal }) => reports.list(query, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled,
  });
}

/** Begins a report; the answer names the task that makes it. */
export function useMakeReport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: ReportArgs) => tasks.report(wanted),
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: ['tasks'] }),
  });
}

export function useDropReport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: reports.remove,
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: REPORTS }),
  });
}

/** The list anew, when a report has come. */
export function useFreshReports() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: REPORTS });
}
