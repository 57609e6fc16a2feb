// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRouter } from 'next/navigation';
import { DropdownMenu } from 'radix-ui';
import { Icon } from '@/components/ui/Icon';
import { useAuth } from '@/contexts/AuthContext';
import { setPreferences, usePreferences } from '@/hooks/usePreferences';
import type { Theme } from '@/constants/theme';
import { initials } from '@/lib/utils';

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'Theme of the system' },
  { value: 'light', label: 'Light theme' },
  { value: 'dark', label: 'Dark theme' },
];

/** The menu itself, opened as soon as its code is there. */
export default function AccountDropdown() {
  const router = useRouter();
  const { me, signOut } = useAuth();
  const { theme } = usePreferences();
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger className="avab" aria-label={me ? `Account of ${me.email}` : 'Account'}>
        <span className="ava">{me ? initials(me.email) : <Icon name="person" />}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="pop" align="end" sideOffset={6}>
          {me && (
            <div className="who">
              <b>{me.email}</b>
              <div className="muted">{me.role === 'admin' ? 'Administrator' : 'User'}</div>
            </div>
          )}
          <DropdownMenu.Item className="item" onSelect={() => router.push('/account/')}>
            <Icon name="person" />
            Account
          </DropdownMenu.Item>
          <DropdownMenu.RadioGroup
            value={theme}
            onValueChange={(value) => setPreferences({ theme: value as Theme })}
          >
            {THEMES.map(({ value, label }) => (
              <DropdownMenu.RadioItem key={value} className="item" value={value}>
                <span className="w-4">
                  <DropdownMenu.ItemIndicator>
                    <Icon name="check" />
                  </DropdownMenu.ItemIndicator>
                </span>
                {label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Item className="item" onSelect={signOut}>
            <Icon name="out" />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
