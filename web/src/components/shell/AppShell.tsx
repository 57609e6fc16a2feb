// SPDX-License-Identifier: Apache-2.0
'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Menu } from '@/components/shell/Menu';
import { Tabs } from '@/components/shell/Tabs';
import { TopBar } from '@/components/shell/TopBar';
import { ConnectionNotice } from '@/components/shell/ConnectionNotice';
import { lazily } from '@/components/ui/lazily';
import { NAVIGATION } from '@/constants/navigation';
import { useAuth } from '@/contexts/AuthContext';
import { useHotkeys } from '@/hooks/useHotkeys';
import { loginPath } from '@/lib/utils';
import { session } from '@/services/session';
import { setPreferences, switchTheme, usePreferences } from '@/hooks/usePreferences';

const CommandPalette = lazily(() => import('@/components/shell/CommandPalette'));
const KeysDialog = lazily(() => import('@/components/shell/KeysDialog'));
const News = lazily(() => import('@/components/shell/News'));
const SignInAgain = lazily(() => import('@/components/login/SignInAgain'));

interface AppShellProps {
  title: string;
  context?: ReactNode;
  /** Readable without signing in. */
  open?: boolean;
  children: ReactNode;
}

/** Menu, top bar and tabs around a page; pages that need a user lead to signing in and come back. */
export function AppShell({ title, context, open = false, children }: AppShellProps) {
  const router = useRouter();
  const { status, lapsed } = useAuth();
  const { hideAmounts, singleKeys } = usePreferences();
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);

  useEffect(() => {
    if (open || status !== 'out') return;
    const here = window.location.pathname + window.location.search;
    router.replace(loginPath(here, session.why()));
  }, [open, status, router]);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOverlay('palette');
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const keys = useMemo(
    () => ({
      '/': () => setOverlay('palette'),
      '?': () => setOverlay('keys'),
      h: () => setPreferences({ hideAmounts: !hideAmounts }),
      t: switchTheme,
      n: () => router.push('/reports/#new'),
      ...Object.fromEntries(NAVIGATION.map((item) => [`g ${item.key}`, () => router.push(item.href)])),
    }),
    [hideAmounts, router],
  );
  useHotkeys(keys, singleKeys);

  return (
    <>
      <a className="skip btn" href="#content">
        Skip to content
      </a>
      <div className="app">
        <Menu onKeys={() => setOverlay('keys')} />
        <div className="main">
          <TopBar title={title} context={context} onSearch={() => setOverlay('palette')} />
          <main id="content" tabIndex={-1}>
            <ConnectionNotice />
            {children}
          </main>
        </div>
        <Tabs />
      </div>
      {status === 'in' && <News />}
      {lapsed && status === 'in' && <SignInAgain />}
      {overlay === 'palette' && <CommandPalette onClose={() => setOverlay(null)} />}
      {overlay === 'keys' && <KeysDialog onClose={() => setOverlay(null)} />}
    </>
  );
}
