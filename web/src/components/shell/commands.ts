// SPDX-License-Identifier: Apache-2.0
import type { IconName } from '@/components/ui/Icon';
import { NAVIGATION } from '@/constants/navigation';
import { setPreferences, switchTheme } from '@/hooks/usePreferences';
import { RANGES } from '@/lib/ranges';

export interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly symbol?: string;
  readonly icon?: IconName;
  readonly keys?: readonly string[];
  readonly end?: string;
  readonly run: () => void;
}

/** What the palette can do besides finding assets. */
export function paletteCommands(open: (href: string) => void, signOut: () => void): Command[] {
  return [
    ...NAVIGATION.map((item) => ({
      id: item.href,
      group: 'Pages',
      label: item.label,
      icon: item.icon,
      keys: ['G', item.key.toUpperCase()],
      run: () => open(item.href),
    })),
    { id: 'api', group: 'Pages', label: 'API browser', icon: 'link', run: () => open('/docs/') },
    {
      id: 'report',
      group: 'Commands',
      label: 'New report',
      icon: 'page',
      keys: ['N'],
      run: () => open('/reports/#new'),
    },
    { id: 'theme', group: 'Commands', label: 'Switch theme', icon: 'theme', keys: ['T'], run: switchTheme },
    {
      id: 'system',
      group: 'Commands',
      label: 'Theme of the system',
      icon: 'theme',
      run: () => setPreferences({ theme: 'system' }),
    },
    {
      id: 'hide',
      group: 'Commands',
      label: 'Hide amounts',
      icon: 'eyeOff',
      keys: ['H'],
      run: () => setPreferences({ hideAmounts: true }),
    },
    {
      id: 'show',
      group: 'Commands',
      label: 'Show amounts',
      icon: 'eye',
      run: () => setPreferences({ hideAmounts: false }),
    },
    { id: 'out', group: 'Commands', label: 'Sign out', icon: 'out', run: signOut },
    ...RANGES.map((range, i) => ({
      id: `range-${range}`,
      group: 'Dashboard ranges',
      label: `Range ${range}`,
      icon: 'range' as const,
      keys: [String((i + 1) % 10)],
      run: () => open(`/dashboard/?range=${range}`),
    })),
  ];
}
