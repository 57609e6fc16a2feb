// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { useAuth } from '@/contexts/AuthContext';
import { day } from '@/lib/format';
import { moment } from '@/lib/moment';
import { actionsFor, barred, USER_ACTIONS, type UserAction } from '@/lib/users';
import type { User } from '@/types/account';

interface UserTableProps {
  items: readonly User[];
  onAct: (user: User, action: UserAction) => void;
}

export function UserTable({ items, onAct }: UserTableProps) {
  const { me } = useAuth();
  return (
    <div className="scroll" role="group" aria-label="Accounts" tabIndex={0} data-testid="users">
      <table>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">Second factor</th>
            <th scope="col" className="num">
              Sessions
            </th>
            <th scope="col">Last seen</th>
            <th scope="col" className="hide-s">
              Since
            </th>
            <th scope="col">
              <span className="sr">Change it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((user) => {
            const reason = barred(user, me);
            return (
              <tr key={user.id}>
                <td className="email" title={user.email}>
                  {user.email}
                </td>
                <td>{user.role === 'admin' ? <span className="tag a">administrator</span> : 'user'}</td>
                <td>
                  {user.disabled ? (
                    <span className="tag c" title={`since ${moment(user.disabled_at)}`}>
                      disabled
                    </span>
                  ) : (
                    <span className="tag g">enabled</span>
                  )}
                </td>
                <td>{user.totp_enabled ? 'on' : <span className="muted">off</span>}</td>
                <td className="num">
                  <Figure value={user.sessions} kind="count" />
                </td>
                <td>
                  {user.last_seen_at ? (
                    moment(user.last_seen_at)
                  ) : (
                    <span className="muted">no session known</span>
                  )}
                </td>
                <td className="hide-s">{day(user.created_at)}</td>
                <td>
                  {reason ? (
                    <span className="note">{reason}</span>
                  ) : (
                    <div className="acts">
                      {actionsFor(user).map((action) => (
                        <Button
                          key={action}
                          small
                          look={action === 'disable' ? 'danger' : 'plain'}
                          aria-label={`${USER_ACTIONS[action].verb}: ${user.email}`}
                          onClick={() => onAct(user, action)}
                        >
                          {USER_ACTIONS[action].verb}
                        </Button>
                      ))}
                    </div>
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
