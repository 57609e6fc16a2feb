// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { cn } from '@/lib/utils';

export interface ItemColumn<T> {
  readonly head: string;
  readonly cell: (item: T) => ReactNode;
  /** lead: what the thing is; num: right-aligned; long: may wrap; use: buttons, their head for screen readers alone. */
  readonly kind?: 'lead' | 'num' | 'long' | 'use';
  readonly className?: string;
  readonly title?: (item: T) => string | undefined;
}

interface ItemTableProps<T> {
  label: string;
  testId: string;
  items: readonly T[];
  columns: readonly ItemColumn<T>[];
  keyOf: (item: T) => string | number;
  /** Needs more room than others before it can be a table. */
  broad?: boolean;
}

/**
 * Things with what can be done to each: a table, and where that has no room one block for each, its columns named. The
 * roles are those that the elements have, since a block is a row to readers of the page only where it says so.
 */
export function ItemTable<T>({ label, testId, items, columns, keyOf, broad }: ItemTableProps<T>) {
  return (
    <div
      className={cn('items', broad && 'broad')}
      role="group"
      aria-label={label}
      tabIndex={0}
      data-testid={testId}
    >
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ head, kind }) => (
              <th key={head} role="columnheader" scope="col" className={kind === 'num' ? 'num' : undefined}>
                {kind === 'use' ? <span className="sr">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {items.map((item) => (
            <tr key={keyOf(item)} role="row">
              {columns.map(({ head, kind, className, title, cell }) => (
                <td
                  key={head}
                  role="cell"
                  className={cn(kind, className)}
                  title={title?.(item)}
                  data-head={kind === 'lead' || kind === 'use' ? undefined : head}
                >
                  {kind === 'use' ? <div className="acts">{cell(item)}</div> : cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
