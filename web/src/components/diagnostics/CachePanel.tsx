// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Status } from '@/components/diagnostics/Status';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { bytes } from '@/lib/diagnostics';
import type { CacheStatus } from '@/types/api';

/** What is kept, by the first part of its key. */
const NAMES: Readonly<Record<string, string>> = { panel: 'Price tables', reply: 'Ready replies' };

export function CachePanel({ query }: { query: UseQueryResult<CacheStatus> }) {
  return (
    <Panel title="Cache" caption="since the server started">
      <QueryView query={query} what="The state of the cache" skeleton={<SkeletonRows rows={7} />}>
        {({ status, message, stats }) => {
          const rows: readonly (readonly [string, ReactNode])[] = [
            ['State', <Status key="state" word={status} />],
            ['Where', message],
            ['Entries', <Figure key="entries" value={stats.total_entries} kind="count" />],
            [
              'Memory',
              <span key="memory">
                {bytes(stats.memory_usage)}{' '}
                {stats.memory_usage >= 1000 && (
                  <span className="muted">
                    (<Figure value={stats.memory_usage} kind="count" /> bytes)
                  </span>
                )}
              </span>,
            ],
            ['Hit rate', <Figure key="hits" value={(stats.hit_rate ?? 0) / 100} kind="percent" />],
            ['Miss rate', <Figure key="misses" value={(stats.miss_rate ?? 0) / 100} kind="percent" />],
            ...Object.entries(stats.keys_by_prefix).map(
              ([prefix, count]) =>
                [
                  NAMES[prefix] ?? `Entries of ${prefix}`,
                  <Figure key={prefix} value={count} kind="count" />,
                ] as readonly [string, ReactNode],
            ),
          ];
          return (
            <dl className="inputs">
              {rows.map(([label, value]) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          );
        }}
      </QueryView>
    </Panel>
  );
}
