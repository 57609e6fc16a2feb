// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { csvOf, DataTable, type Column } from '@/components/risk/DataTable';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { Icon } from '@/components/ui/Icon';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { Skeleton } from '@/components/ui/Skeleton';
import { download } from '@/lib/csv';
import { ApiError } from '@/services/api/errors';

const ROW = 28;

interface ChartPanelProps<T, R> {
  title: string;
  caption?: ReactNode;
  /** Legend or choices, at the right of the head. */
  actions?: ReactNode;
  /** Choices over the chart. */
  bar?: ReactNode;
  query: UseQueryResult<T>;
  /** Of the chart with everything that belongs to it. */
  height: number;
  rowsOf: (data: T) => readonly R[];
  columns: readonly Column<R>[];
  /** Plural of what a row is. */
  what: string;
  /** Name of the file, without its ending. */
  file: string;
  note?: ReactNode;
  className?: string;
  children: (data: T) => ReactNode;
}

/** A chart with its name, the same data as a table and as a file, and its states. */
export function ChartPanel<T, R>(props: ChartPanelProps<T, R>) {
  const { query, rowsOf, columns, height, what } = props;
  const [table, setTable] = useState(false);
  const { data } = query;
  const rows = useMemo(() => (data === undefined ? [] : rowsOf(data)), [data, rowsOf]);
  const refused = query.error instanceof ApiError && query.error.status === 422 ? query.error : null;
  return (
    <Panel title={props.title} caption={props.caption} actions={props.actions} className={props.className}>
      {props.bar}
      <div
        aria-busy={query.isPlaceholderData || undefined}
        className="riskroom"
        style={data === undefined || table ? { minHeight: height } : undefined}
      >
        {refused ? (
          <Empty title="Not with this choice">
            {refused.errors.map(({ message }) => message).join('; ') || refused.message}
          </Empty>
        ) : (
          <QueryView query={query} what={props.title} skeleton={<Skeleton height={height} />}>
            {(loaded) =>
              table ? (
                <DataTable
                  rows={rows}
                  columns={columns}
                  what={what}
                  size={Math.max(5, Math.floor((height - 66) / ROW))}
                />
              ) : (
                props.children(loaded)
              )
            }
          </QueryView>
        )}
      </div>
      <div className="risktools">
        <Button small className="toggle" aria-pressed={table} onClick={() => setTable(!table)}>
          <Icon name="table" />
          Table
        </Button>
        <Button
          small
          look="ghost"
          disabled={rows.length === 0}
          onClick={() => download(`${props.file}.csv`, csvOf(rows, columns))}
        >
          <Icon name="save" />
          CSV
        </Button>
        {props.note && <span className="note">{props.note}</span>}
      </div>
    </Panel>
  );
}
