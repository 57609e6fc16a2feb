// SPDX-License-Identifier: Apache-2.0
import { usePathname } from 'next/navigation';
import { PARENT } from '@/constants/navigation';

/** The menu entry that the current page belongs to. */
export function useActivePath(): string {
  const path = usePathname();
  const slashed = path.endsWith('/') ? path : `${path}/`;
  return PARENT[slashed] ?? slashed;
}
