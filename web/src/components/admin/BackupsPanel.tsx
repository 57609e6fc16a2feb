// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { BackupTable } from '@/components/admin/BackupTable';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { FormError } from '@/components/ui/FormError';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useBackupAction, useBackups } from '@/hooks/useBackups';
import { useTaskEvents } from '@/hooks/useTaskEvents';
import { moment } from '@/lib/moment';
import { saveFile } from '@/lib/saveFile';
import { backups as service } from '@/services/api/backups';
import type { Backup } from '@/types/tasks';

const PAGE = 10;

/** Copies of the database: made, looked at, taken away, and put in its place. */
export function BackupsPanel() {
  useTaskEvents();
  const [page, setPage] = useState(0);
  const [asked, setAsked] = useState<{ backup: Backup; action: 'restore' | 'remove' } | null>(null);
  const [failed, setFailed] = useState<string>();
  const list = useBackups({ limit: PAGE, offset: page * PAGE });
  const run = useBackupAction();
  const fetchFile = async (id: string) => {
    setFailed(undefined);
    try {
      saveFile(id, await service.file(id));
    } catch (error) {
      setFailed(error instanceof Error ? error.message : 'The file could not be fetched.');
    }
  };
  return (
    <Panel
      title="Backups"
      caption="7 daily and 4 weekly ones are kept, those made here until they are deleted"
      actions={
        <Button small disabled={run.isPending} onClick={() => run.mutate({ id: '', action: 'make' })}>
          {run.isPending && run.variables.action === 'make' ? 'Backing up' : 'Back up now'}
        </Button>
      }
    >
      <FormError text={failed ?? (asked ? undefined : run.error?.message)} />
      {run.data && (
        <p role="status" className="note mb-3" data-testid="backup-done">
          {run.data}
        </p>
      )}
      <QueryView query={list} what="The backups" skeleton={<SkeletonRows rows={4} />}>
        {({ items, total }) =>
          items.length ? (
            <>
              <BackupTable
                items={items}
                busy={run.isPending}
                onVerify={({ id }) => run.mutate({ id, action: 'verify' })}
                onDownload={({ id }) => void fetchFile(id)}
                onAsk={(backup, action) => {
                  run.reset();
                  setAsked({ backup, action });
                }}
              />
              <Pager
                what={total === 1 ? 'backup' : 'backups'}
                page={page}
                size={PAGE}
                total={total}
                onPage={setPage}
              />
            </>
          ) : (
            <Empty title="No backup yet">One is made each night, and whenever you say so.</Empty>
          )
        }
      </QueryView>
      {asked && (
        <ConfirmDialog
          title={asked.action === 'restore' ? `Restore ${asked.backup.id}?` : `Delete ${asked.backup.id}?`}
          verb={asked.action === 'restore' ? 'Restore' : 'Delete'}
          busy={run.isPending}
          error={run.error}
          onClose={() => setAsked(null)}
          onConfirm={() =>
            run.mutate({ id: asked.backup.id, action: asked.action }, { onSuccess: () => setAsked(null) })
          }
        >
          <p>
            {asked.action === 'restore'
              ? `Everything is as it was on ${moment(asked.backup.created_at)}: accounts, prices, levels and the log. What is there now is backed up first. Everybody has to sign in again.`
              : 'The file is removed from the server and cannot be restored any more.'}
          </p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
