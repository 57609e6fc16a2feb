// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { KeyForm } from '@/components/account/KeyForm';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useApiKeys, useRevokeKey } from '@/hooks/useAccount';
import { day } from '@/lib/format';
import { keyState } from '@/lib/keys';
import { moment } from '@/lib/moment';
import type { ApiKey } from '@/types/account';

const TONES = { 'in force': 'tag g', revoked: 'tag', expired: 'tag w' } as const;

function KeyTable({ items, seen, onRevoke }: KeyTableProps) {
  return (
    <div className="scroll" role="group" aria-label="Keys" tabIndex={0} data-testid="keys">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Begins with</th>
            <th scope="col">Scope</th>
            <th scope="col">Last used</th>
            <th scope="col" className="hide-s">
              Made
            </th>
            <th scope="col">Ends</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="sr">Revoke it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((key) => {
            const state = keyState(key, seen);
            return (
              <tr key={key.id}>
                <td>{key.name}</td>
                <td className="mono">{key.prefix}…</td>
                <td>{key.scope === 'write' ? 'read and write' : 'read'}</td>
                <td>
                  {key.last_used_at ? moment(key.last_used_at) : <span className="muted">not yet</span>}
                </td>
                <td className="hide-s">{day(key.created_at)}</td>
                <td title={key.expires_at ? moment(key.expires_at) : undefined}>
                  {key.expires_at ? day(key.expires_at) : <span className="muted">never</span>}
                </td>
                <td>
                  <span className={TONES[state]}>{state}</span>
                </td>
                <td className="num">
                  {state === 'in force' && (
                    <Button small aria-label={`Revoke the key ${key.name}`} onClick={() => onRevoke(key)}>
                      Revoke
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface KeyTableProps {
  items: readonly ApiKey[];
  /** When the list was read. */
  seen: number;
  onRevoke: (key: ApiKey) => void;
}

/** Keys for programs. */
export function KeysPanel() {
  const keys = useApiKeys();
  const revoke = useRevokeKey();
  const [asked, setAsked] = useState<ApiKey | null>(null);
  return (
    <Panel title="Keys for programs" caption="in place of signing in">
      <QueryView query={keys} what="The keys" skeleton={<SkeletonRows rows={3} />}>
        {({ items }) =>
          items.length ? (
            <KeyTable items={items} seen={keys.dataUpdatedAt} onRevoke={setAsked} />
          ) : (
            <Empty title="No key yet">
              A key lets a program read the index without a password. It can be revoked alone.
            </Empty>
          )
        }
      </QueryView>
      <div className="mt-4">
        <KeyForm />
      </div>
      {asked && (
        <ConfirmDialog
          title={`Revoke the key “${asked.name}”?`}
          verb="Revoke"
          keep="Keep it"
          busy={revoke.isPending}
          error={revoke.error}
          onClose={() => setAsked(null)}
          onConfirm={() => revoke.mutate(asked.id, { onSuccess: () => setAsked(null) })}
        >
          <p>
            Every program that uses <code>{asked.prefix}…</code> is refused from its next request on. A
            revoked key cannot be brought back.
          </p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
