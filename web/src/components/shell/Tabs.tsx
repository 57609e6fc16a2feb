// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { Icon } from '@/components/ui/Icon';
import { NAVIGATION } from '@/constants/navigation';
import { useActivePath } from '@/hooks/useActivePath';

const TABS = NAVIGATION.filter((item) => item.tab);
const MORE = { href: '/more/', label: 'More', icon: 'more' } as const;

/** The menu of small screens; the last tab leads to every other page. */
export function Tabs() {
  const path = useActivePath();
  const active = TABS.some((item) => item.href === path) ? path : MORE.href;
  return (
    <nav
      className="tabs"
      aria-label="Pages"
      style={{ gridTemplateColumns: `repeat(${TABS.length + 1}, 1fr)` }}
    >
      {[...TABS, MORE].map((item) => (
        <Link key={item.href} href={item.href} aria-current={item.href === active ? 'page' : undefined}>
          <Icon name={item.icon} />
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
