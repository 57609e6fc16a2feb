// SPDX-License-Identifier: Apache-2.0
import { ItemTable, type ItemColumn } from '@/components/ui/ItemTable';
import { actionWords, detailWords } from '@/lib/audit';
import { DASH } from '@/lib/format';
import { moment } from '@/lib/moment';
import type { AuditEntry } from '@/types/account';

const NOTHING = <span className="muted none">{DASH}</span>;
const COLUMNS: readonly ItemColumn<AuditEntry>[] = [
  { head: 'No.', cell: ({ id }) => id },
  { head: 'When', cell: ({ at }) => moment(at) },
  { head: 'Who', className: 'email', title: ({ actor }) => actor, cell: ({ actor }) => actor },
  {
    head: 'Did what',
    kind: 'lead',
    title: ({ action }) => action,
    cell: ({ action }) => actionWords(action),
  },
  { head: 'To what', kind: 'long', cell: ({ object }) => object ?? NOTHING },
  { head: 'Detail', kind: 'long', cell: ({ detail }) => detailWords(detail) || NOTHING },
  {
    head: 'From',
    className: 'mono',
    title: ({ request_id }) => (request_id ? `request ${request_id}` : undefined),
    cell: ({ address }) => address ?? DASH,
  },
  { head: 'Hash', className: 'mono', title: ({ hash }) => hash, cell: ({ hash }) => hash.slice(0, 10) },
];

export function AuditTable({ items }: { items: readonly AuditEntry[] }) {
  return (
    <ItemTable
      label="Entries of the log"
      testId="audit"
      items={items}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      broad
    />
  );
}
