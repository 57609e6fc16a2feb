// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Icon } from '@/components/ui/Icon';
import { lazily } from '@/components/ui/lazily';
import { useAuth } from '@/contexts/AuthContext';
import { initials } from '@/lib/utils';

function Avatar({ onClick }: { onClick?: () => void }) {
  const { me } = useAuth();
  return (
    <button
      type="button"
      className="avab"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={me ? `Account of ${me.email}` : 'Account'}
      onClick={onClick}
    >
      <span className="ava">{me ? initials(me.email) : <Icon name="person" />}</span>
    </button>
  );
}

const AccountDropdown = lazily(() => import('@/components/shell/AccountDropdown'), <Avatar />);

/** The button; the code of the menu comes with the first click. */
export function AccountMenu() {
  const [wanted, setWanted] = useState(false);
  return wanted ? <AccountDropdown /> : <Avatar onClick={() => setWanted(true)} />;
}
