// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Status } from '@/components/diagnostics/Status';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { tablesOf } from '@/lib/diagnostics';
import { DASH } from '@/lib/format';
import type { DatabaseStatus } from '@/types/api';

const NAMES: Readonly<Record<string, string>> = { sqlite: 'SQLite' };

function Nothing() {
  return (
    <span className="muted" title="rows without a date, or no row">
      {DASH}
    </span>
  );
}

export function DatabasePanel({ query }: { query: UseQueryResult<DatabaseStatus> }) {
  return (
    <Panel title="Database" caption={query.data && (NAMES[query.data.backend] ?? query.data.backend)}>
      <QueryView query={query} what="The state of the database" skeleton={<SkeletonRows rows={14} />}>
        {(database) => (
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Table</th>
                  <th scope="col" className="num">
                    Rows
                  </th>
                  <th scope="col">First date</th>
                  <th scope="col">Last date</th>
                  <th scope="col">Status</th>
                </tr>
              </thead>
              <tbody>
                {tablesOf(database).map((table) => (
                  <tr key={table.name}>
                    <td className="mono">{table.name}</td>
                    <td className="num">
                      <Figure value={table.count} kind="count" />
                    </td>
                    <td>{table.earliest_date ?? <Nothing />}</td>
                    <td>{table.latest_date ?? <Nothing />}</td>
                    <td>
                      <Status word={table.status} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
