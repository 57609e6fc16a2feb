// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { UserTable } from '@/components/admin/UserTable';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { Icon } from '@/components/ui/Icon';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useUserAction, useUsers } from '@/hooks/useAdmin';
import { useSettled } from '@/hooks/useSettled';
import { USER_ACTIONS, type UserAction } from '@/lib/users';
import type { User } from '@/types/account';

const PAGE = 25;

/** Who has an account, and what may be done to it. */
export function UsersPanel() {
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const [asked, setAsked] = useState<{ user: User; action: UserAction } | null>(null);
  const q = useSettled(text.trim()) || undefined;
  const users = useUsers({ q, limit: PAGE, offset: page * PAGE });
  const run = useUserAction();
  const words = asked && USER_ACTIONS[asked.action];

  return (
    <Panel title="Accounts" caption="nobody changes their own account, and one administrator always remains">
      <div className="find mb-3">
        <Icon name="search" />
        <input
          className="in"
          type="search"
          aria-label="Search by address"
          placeholder="Part of the address"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPage(0);
          }}
        />
      </div>
      <QueryView query={users} what="The accounts" skeleton={<SkeletonRows rows={6} />}>
        {({ items, total }) =>
          items.length ? (
            <>
              <UserTable
                items={items}
                onAct={(user, action) => {
                  run.reset();
                  setAsked({ user, action });
                }}
              />
              <Pager
                what={total === 1 ? 'account' : 'accounts'}
                page={page}
                size={PAGE}
                total={total}
                onPage={setPage}
              />
            </>
          ) : (
            <Empty title="No account found">No address contains “{q}”.</Empty>
          )
        }
      </QueryView>
      {asked && words && (
        <ConfirmDialog
          title={words.title(asked.user.email)}
          verb={words.verb}
          busy={run.isPending}
          error={run.error}
          onClose={() => setAsked(null)}
          onConfirm={() =>
            run.mutate({ id: asked.user.id, action: asked.action }, { onSuccess: () => setAsked(null) })
          }
        >
          <p>{words.consequence}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
