// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { bytes } from '@/lib/diagnostics';
import { moment } from '@/lib/moment';
import { formatLabel, previewable, typeLabel } from '@/lib/reports';
import type { Report } from '@/types/tasks';

export type ReportAction = 'preview' | 'download' | 'delete';

interface ReportTableProps {
  items: readonly Report[];
  /** The one whose file is being fetched. */
  busy: string | null;
  onAct: (report: Report, action: ReportAction) => void;
}

const FACTS: readonly ItemColumn<Report>[] = [
  { head: 'Report', kind: 'lead', cell: ({ report_type }) => <b>{typeLabel(report_type)}</b> },
  { head: 'Format', cell: ({ format }) => formatLabel(format) },
  { head: 'Days', kind: 'num', cell: ({ period_days }) => <Figure value={period_days} kind="count" /> },
  { head: 'Size', kind: 'num', cell: ({ size }) => bytes(size) },
  { head: 'Made', cell: ({ created_at }) => moment(created_at) },
];

export function ReportTable({ items, busy, onAct }: ReportTableProps) {
  const uses = (report: Report) => {
    const name = `${typeLabel(report.report_type)}, ${formatLabel(report.format)}`;
    return (
      <>
        {previewable(report.format) && (
          <Button
            small
            disabled={busy === report.id}
            aria-label={`Show: ${name}`}
            onClick={() => onAct(report, 'preview')}
          >
            Show
          </Button>
        )}
        <Button
          small
          disabled={busy === report.id}
          aria-label={`Download: ${name}`}
          onClick={() => onAct(report, 'download')}
        >
          Download
        </Button>
        <Button small look="danger" aria-label={`Delete: ${name}`} onClick={() => onAct(report, 'delete')}>
          Delete
        </Button>
      </>
    );
  };
  return (
    <ItemTable
      label="Reports"
      testId="reports"
      items={items}
      columns={[...FACTS, { head: 'Use it', kind: 'use', cell: uses }]}
      keyOf={({ id }) => id}
    />
  );
}
