// SPDX-License-Identifier: Apache-2.0
import { actionWords, detailWords } from '@/lib/audit';
import { DASH } from '@/lib/format';
import { moment } from '@/lib/moment';
import type { AuditEntry } from '@/types/account';

export function AuditTable({ items }: { items: readonly AuditEntry[] }) {
  return (
    <div className="scroll" role="group" aria-label="Entries of the log" tabIndex={0} data-testid="audit">
      <table>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Did what</th>
            <th scope="col">To what</th>
            <th scope="col">Detail</th>
            <th scope="col">From</th>
            <th scope="col" className="hide-s">
              Hash
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <tr key={entry.id}>
              <td>{entry.id}</td>
              <td>{moment(entry.at)}</td>
              <td className="email" title={entry.actor}>
                {entry.actor}
              </td>
              <td title={entry.action}>{actionWords(entry.action)}</td>
              <td className="wrap">{entry.object ?? <span className="muted">{DASH}</span>}</td>
              <td className="wrap">{detailWords(entry.detail) || <span className="muted">{DASH}</span>}</td>
              <td className="mono" title={entry.request_id ? `request ${entry.request_id}` : undefined}>
                {entry.address ?? DASH}
              </td>
              <td className="mono hide-s" title={entry.hash}>
                {entry.hash.slice(0, 10)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
