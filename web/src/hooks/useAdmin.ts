// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UserAction } from '@/lib/users';
import { admin, type AuditQuery, type UserQuery } from '@/services/api/admin';

export function useUsers(query: UserQuery) {
  return useQuery({
    queryKey: ['admin', 'users', query],
    queryFn: ({ signal }) => admin.users(query, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useAudit(query: AuditQuery) {
  return useQuery({
    queryKey: ['admin', 'audit', query],
    queryFn: ({ signal }) => admin.audit(query, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function useFaults() {
  return useQuery({
    queryKey: ['admin', 'faults'],
    queryFn: ({ signal }) => admin.faults(signal),
    staleTime: 0,
  });
}

function act({ id, action }: { id: number; action: UserAction }): Promise<unknown> {
  switch (action) {
    case 'promote':
      return admin.change(id, { role: 'admin' });
    case 'demote':
      return admin.change(id, { role: 'user' });
    case 'disable':
      return admin.change(id, { disabled: true });
    case 'enable':
      return admin.change(id, { disabled: false });
    case 'revoke':
      return admin.revoke(id);
  }
}

/** Whatever is done stands in the log, too. */
export function useUserAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    networkMode: 'always',
    onSettled: () => client.invalidateQueries({ queryKey: ['admin'] }),
  });
}
