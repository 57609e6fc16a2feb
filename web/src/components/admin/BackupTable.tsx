// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
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

export function BackupTable({ items, busy, onVerify, onDownload, onAsk }: BackupTableProps) {
  return (
    <div className="scroll" role="group" aria-label="Backups" tabIndex={0} data-testid="backups">
      <table>
        <thead>
          <tr>
            <th scope="col">Backup</th>
            <th scope="col">Why</th>
            <th scope="col" className="num">
              Size
            </th>
            <th scope="col">Made</th>
            <th scope="col">Checked</th>
            <th scope="col">
              <span className="sr">Use it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((backup) => (
            <tr key={backup.id}>
              <td>{backup.id}</td>
              <td>
                {backup.reason} {backup.encrypted && <span className="tag">encrypted</span>}
              </td>
              <td className="num">{bytes(backup.size)}</td>
              <td>{moment(backup.created_at)}</td>
              <td>
                {backup.verified_at ? moment(backup.verified_at) : <span className="muted">not yet</span>}
              </td>
              <td>
                <div className="acts">
                  <Button
                    small
                    disabled={busy}
                    aria-label={`Check: ${backup.id}`}
                    onClick={() => onVerify(backup)}
                  >
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
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
