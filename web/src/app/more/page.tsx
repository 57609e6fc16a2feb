// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { AppShell } from '@/components/shell/AppShell';
import { Icon } from '@/components/ui/Icon';
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import { NAVIGATION } from '@/constants/navigation';

export const metadata: Metadata = { title: 'More' };

/** The pages that the five tabs of a small screen have no room for. */
export default function MorePage() {
  return (
    <AppShell title="More" open>
      <div className="sheet">
        <Panel title="All pages">
          <ul className="grid gap-1">
            {NAVIGATION.map((item) => (
              <li key={item.href}>
                <Link href={item.href} className="flex min-h-11 items-center gap-3">
                  <Icon name={item.icon} />
                  {item.label}
                </Link>
              </li>
            ))}
            <li>
              <Link href="/docs/" className="flex min-h-11 items-center gap-3">
                <Icon name="link" />
                API
              </Link>
            </li>
          </ul>
        </Panel>
      </div>
    </AppShell>
  );
}
