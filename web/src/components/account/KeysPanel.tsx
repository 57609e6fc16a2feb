// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { KeyForm } from '@/components/account/KeyForm';
import { Button } from '@/components/ui/Button';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useApiKeys, useRevokeKey } from '@/hooks/useAccount';
import { day } from '@/lib/format';
import { keyState } from '@/lib/keys';
import { moment } from '@/lib/moment';
import type { ApiKey } from '@/types/account';

const TONES = { 'in force': 'tag g', revoked: 'tag', expired: 'tag w' } as const;

interface KeyTableProps {
  items: readonly ApiKey[];
  /** When the list was read. */
  seen: number;
  onRevoke: (key: ApiKey) => void;
}

function KeyTable({ items, seen, onRevoke }: KeyTableProps) {
  const columns: readonly ItemColumn<ApiKey>[] = [
    { head: 'Name', kind: 'lead', cell: ({ name }) => name },
    { head: 'Begins with', className: 'mono', cell: ({ prefix }) => `${prefix}…` },
    { head: 'Scope', cell: ({ scope }) => (scope === 'write' ? 'read and write' : 'read') },
    {
      head: 'Last used',
      cell: ({ last_used_at }) =>
        last_used_at ? moment(last_used_at) : <span className="muted">not yet</span>,
    },
    { head: 'Made', cell: ({ created_at }) => day(created_at) },
    {
      head: 'Ends',
      title: ({ expires_at }) => (expires_at ? moment(expires_at) : undefined),
      cell: ({ expires_at }) => (expires_at ? day(expires_at) : <span className="muted">never</span>),
    },
    {
      head: 'State',
      cell: (key) => {
        const state = keyState(key, seen);
        return <span className={TONES[state]}>{state}</span>;
      },
    },
    {
      head: 'Revoke it',
      kind: 'use',
      cell: (key) =>
        keyState(key, seen) === 'in force' && (
          <Button small aria-label={`Revoke the key ${key.name}`} onClick={() => onRevoke(key)}>
            Revoke
          </Button>
        ),
    },
  ];
  return <ItemTable label="Keys" testId="keys" items={items} columns={columns} keyOf={({ id }) => id} />;
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
