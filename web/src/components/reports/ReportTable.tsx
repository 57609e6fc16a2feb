// SPDX-License-Identifier: Apache-2.0
'use client';

import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
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

export function ReportTable({ items, busy, onAct }: ReportTableProps) {
  return (
    <div className="scroll" role="group" aria-label="Reports" tabIndex={0} data-testid="reports">
      <table>
        <thead>
          <tr>
            <th scope="col">Report</th>
            <th scope="col">Format</th>
            <th scope="col" className="num">
              Days
            </th>
            <th scope="col" className="num">
              Size
            </th>
            <th scope="col">Made</th>
            <th scope="col">
              <span className="sr">Use it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((report) => {
            const name = `${typeLabel(report.report_type)}, ${formatLabel(report.format)}`;
            return (
              <tr key={report.id}>
                <td>
                  <b>{typeLabel(report.report_type)}</b>
                </td>
                <td>{formatLabel(report.format)}</td>
                <td className="num">
                  <Figure value={report.period_days} kind="count" />
                </td>
                <td className="num">{bytes(report.size)}</td>
                <td>{moment(report.created_at)}</td>
                <td>
                  <div className="acts">
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
                    <Button
                      small
                      look="danger"
                      aria-label={`Delete: ${name}`}
                      onClick={() => onAct(report, 'delete')}
                    >
                      Delete
                    </Button>
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
