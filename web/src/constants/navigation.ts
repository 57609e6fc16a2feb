// SPDX-License-Identifier: Apache-2.0
import type { IconName } from '@/components/ui/Icon';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  /** Second key after G. */
  readonly key: string;
  /** Heading in the menu; items without one stand in its foot or the account menu. */
  readonly group?: string;
  /** One of the tabs of small screens. */
  readonly tab?: boolean;
}

/** Every page that the menu, the tabs, the palette and the keys can open. */
export const NAVIGATION: readonly NavItem[] = [
  { href: '/dashboard/', label: 'Dashboard', icon: 'level', key: 'd', group: 'Index', tab: true },
  { href: '/strategy/', label: 'Strategy', icon: 'sliders', key: 's', group: 'Index', tab: true },
  { href: '/simulate/', label: 'Simulate', icon: 'grow', key: 'i', group: 'Index', tab: true },
  { href: '/risk/', label: 'Risk', icon: 'fall', key: 'k', group: 'Index' },
  { href: '/explain/', label: 'Explain', icon: 'link', key: 'e', group: 'Index', tab: true },
  { href: '/assets/', label: 'Assets', icon: 'table', key: 'l', group: 'Index' },
  { href: '/reports/', label: 'Reports', icon: 'page', key: 'r', group: 'Index' },
  { href: '/methodology/', label: 'Methodology', icon: 'book', key: 'm', group: 'Reference' },
  { href: '/tasks/', label: 'Tasks', icon: 'tasks', key: 't', group: 'Reference' },
  { href: '/diagnostics/', label: 'Diagnostics', icon: 'pulse', key: 'x', group: 'Reference' },
  { href: '/admin/', label: 'Admin', icon: 'lock', key: 'a', group: 'Reference' },
  { href: '/account/', label: 'Account', icon: 'person', key: 'u' },
];

/** Pages that are read inside another entry. */
export const PARENT: Readonly<Record<string, string>> = { '/asset/': '/assets/' };
