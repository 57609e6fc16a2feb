// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { useAuth } from '@/contexts/AuthContext';
import { day } from '@/lib/format';
import { moment } from '@/lib/moment';
import { actionsFor, barred, USER_ACTIONS, type UserAction } from '@/lib/users';
import type { User } from '@/types/account';

interface UserTableProps {
  items: readonly User[];
  onAct: (user: User, action: UserAction) => void;
}

const FACTS: readonly ItemColumn<User>[] = [
  {
    head: 'Address',
    kind: 'lead',
    className: 'email',
    title: ({ email }) => email,
    cell: ({ email }) => email,
  },
  {
    head: 'Role',
    cell: ({ role }) => (role === 'admin' ? <span className="tag a">administrator</span> : 'user'),
  },
  {
    head: 'State',
    cell: ({ disabled, disabled_at }) =>
      disabled ? (
        <span className="tag c" title={`since ${moment(disabled_at)}`}>
          disabled
        </span>
      ) : (
        <span className="tag g">enabled</span>
      ),
  },
  {
    head: 'Second factor',
    cell: ({ totp_enabled }) => (totp_enabled ? 'on' : <span className="muted">off</span>),
  },
  { head: 'Sessions', kind: 'num', cell: ({ sessions }) => <Figure value={sessions} kind="count" /> },
  {
    head: 'Last seen',
    cell: ({ last_seen_at }) =>
      last_seen_at ? moment(last_seen_at) : <span className="muted">no session known</span>,
  },
  { head: 'Since', cell: ({ created_at }) => day(created_at) },
];

export function UserTable({ items, onAct }: UserTableProps) {
  const { me } = useAuth();
  const changes = (user: User) => {
    const reason = barred(user, me);
    if (reason) return <span className="note">{reason}</span>;
    return actionsFor(user).map((action) => (
      <Button
        key={action}
        small
        look={action === 'disable' ? 'danger' : 'plain'}
        aria-label={`${USER_ACTIONS[action].verb}: ${user.email}`}
        onClick={() => onAct(user, action)}
      >
        {USER_ACTIONS[action].verb}
      </Button>
    ));
  };
  return (
    <ItemTable
      label="Accounts"
      testId="users"
      items={items}
      columns={[...FACTS, { head: 'Change it', kind: 'use', cell: changes }]}
      keyOf={({ id }) => id}
      broad
    />
  );
}
