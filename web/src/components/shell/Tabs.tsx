// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { Icon } from '@/components/ui/Icon';
import { NAVIGATION } from '@/constants/navigation';
import { useActivePath } from '@/hooks/useActivePath';

const TABS = NAVIGATION.filter((item) => item.tab);

/** The menu of small screens. */
export function Tabs() {
  const active = useActivePath();
  return (
    <nav className="tabs" aria-label="Pages" style={{ gridTemplateColumns: `repeat(${TABS.length}, 1fr)` }}>
      {TABS.map((item) => (
        <Link key={item.href} href={item.href} aria-current={item.href === active ? 'page' : undefined}>
          <Icon name={item.icon} />
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
