// SPDX-License-Identifier: Apache-2.0
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { backups } from '@/services/api/backups';
import { session } from '@/services/session';

const BACKUPS = ['backups'] as const;

export function useBackups(query: { limit: number; offset: number }) {
  return useQuery({
    queryKey: [...BACKUPS, query],
    queryFn: ({ signal }) => backups.list(query, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export type BackupAction = 'make' | 'verify' | 'restore' | 'remove';

/** What came of it as a sentence. */
async function act({ id, action }: { id: string; action: BackupAction }): Promise<string> {
  switch (action) {
    case 'make':
      return `${(await backups.make()).id} was made.`;
    case 'verify':
      await backups.verify(id);
      return `${id} is sound and can be restored.`;
    case 'restore':
      session.expect('restored');
      await backups.restore(id).catch((error: unknown) => {
        session.expect(null);
        throw error;
      });
      return `${id} was restored.`;
    case 'remove':
      await backups.remove(id);
      return `${id} was deleted.`;
  }
}

export function useBackupAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    networkMode: 'always',
    onSuccess: (_, { action }) => {
      if (action !== 'restore') return;
      // Another database: nothing that was read holds, and nobody is signed in.
      session.set(null, 'restored');
      client.clear();
    },
    onSettled: () => client.invalidateQueries({ queryKey: BACKUPS }),
  });
}
