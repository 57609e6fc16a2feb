// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import type { ReactNode } from 'react';
import { AccountMenu } from '@/components/shell/AccountMenu';
import { IconButton } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { ThemeButton } from '@/components/ui/ThemeButton';
import { useAuth } from '@/contexts/AuthContext';
import { setPreferences, usePreferences } from '@/hooks/usePreferences';

interface TopBarProps {
  title: string;
  context?: ReactNode;
  onSearch: () => void;
}

export function TopBar({ title, context, onSearch }: TopBarProps) {
  const { status } = useAuth();
  const { hideAmounts } = usePreferences();
  return (
    <header className="top">
      <h1>{title}</h1>
      {context && <span className="ctx">{context}</span>}
      <span className="grow" />
      <button className="search" type="button" onClick={onSearch}>
        <Icon name="search" />
        <span className="grow text-left">Search or command</span>
        <kbd>Ctrl K</kbd>
      </button>
      <IconButton
        aria-label="Hide amounts"
        aria-pressed={hideAmounts}
        title="Hide amounts (H)"
        onClick={() => setPreferences({ hideAmounts: !hideAmounts })}
      >
        <Icon name={hideAmounts ? 'eyeOff' : 'eye'} />
      </IconButton>
      <ThemeButton />
      {status === 'out' ? (
        <Link className="btn sm" href="/login/">
          Sign in
        </Link>
      ) : (
        <AccountMenu />
      )}
    </header>
  );
}
