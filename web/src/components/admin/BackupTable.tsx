// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { bytes } from '@/lib/diagnostics';
import { moment } from '@/lib/moment';
import type { Backup } from '@/types/tasks';

interface BackupTableProps {
  items: readonly Backup[];
  busy: boolean;
  onVerify: (backup: Backup) => void;
  onDownload: (backup: Backup) => void;
  onAsk: (backup: Backup, action: 'restore' | 'remove') => void;
}

const FACTS: readonly ItemColumn<Backup>[] = [
  { head: 'Backup', kind: 'lead', cell: ({ id }) => id },
  {
    head: 'Why',
    cell: ({ reason, encrypted }) => (
      <>
        {reason} {encrypted && <span className="tag">encrypted</span>}
      </>
    ),
  },
  { head: 'Size', kind: 'num', cell: ({ size }) => bytes(size) },
  { head: 'Made', cell: ({ created_at }) => moment(created_at) },
  {
    head: 'Checked',
    cell: ({ verified_at }) => (verified_at ? moment(verified_at) : <span className="muted">not yet</span>),
  },
];

export function BackupTable({ items, busy, onVerify, onDownload, onAsk }: BackupTableProps) {
  const uses = (backup: Backup) => (
    <>
      <Button small disabled={busy} aria-label={`Check: ${backup.id}`} onClick={() => onVerify(backup)}>
        Check
      </Button>
      <Button small aria-label={`Download: ${backup.id}`} onClick={() => onDownload(backup)}>
        Download
      </Button>
      <Button
        small
        disabled={busy}
        aria-label={`Restore: ${backup.id}`}
        onClick={() => onAsk(backup, 'restore')}
      >
        Restore
      </Button>
      <Button
        small
        look="danger"
        disabled={busy}
        aria-label={`Delete: ${backup.id}`}
        onClick={() => onAsk(backup, 'remove')}
      >
        Delete
      </Button>
    </>
  );
  return (
    <ItemTable
      label="Backups"
      testId="backups"
      items={items}
      columns={[...FACTS, { head: 'Use it', kind: 'use', cell: uses }]}
      keyOf={({ id }) => id}
      broad
    />
  );
}
