// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { Icon, Logo } from '@/components/ui/Icon';
import { NAVIGATION } from '@/constants/navigation';
import { useActivePath } from '@/hooks/useActivePath';

const GROUPS = [...new Set(NAVIGATION.flatMap((item) => item.group ?? []))];

export function Menu({ onKeys }: { onKeys: () => void }) {
  const active = useActivePath();
  return (
    <nav className="nav" aria-label="Main">
      <Link className="brand" href="/dashboard/" aria-label="AutoIndex by Waardhaven">
        <Logo />
        <span>
          AutoIndex<small>Waardhaven</small>
        </span>
      </Link>
      {GROUPS.map((group) => (
        <div key={group}>
          <h2>{group}</h2>
          <ul>
            {NAVIGATION.filter((item) => item.group === group).map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  aria-current={item.href === active ? 'page' : undefined}
                  aria-label={item.label}
                  title={item.label}
                >
                  <Icon name={item.icon} />
                  <span>{item.label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <footer>
        <Link href="/docs/">API</Link>
        <button type="button" onClick={onKeys}>
          Keys <kbd>?</kbd>
        </button>
      </footer>
    </nav>
  );
}
