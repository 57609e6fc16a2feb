// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { AuditTable } from '@/components/admin/AuditTable';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { FormError } from '@/components/ui/FormError';
import { Icon } from '@/components/ui/Icon';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAudit } from '@/hooks/useAdmin';
import { useSettled } from '@/hooks/useSettled';
import { ACTIONS, allEntries, auditCsv } from '@/lib/audit';
import { download } from '@/lib/csv';
import { admin } from '@/services/api/admin';

const PAGE = 25;

/** Who did what, newest first. */
export function AuditPanel() {
  const [action, setAction] = useState('');
  const [text, setText] = useState('');
  const [page, setPage] = useState(0);
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<string>();
  const actor = useSettled(text.trim()) || undefined;
  const filter = { action: action || undefined, actor };
  const log = useAudit({ ...filter, limit: PAGE, offset: page * PAGE });

  const save = async (kind: 'json' | 'csv') => {
    setSaving(true);
    setFailed(undefined);
    try {
      const entries = await allEntries((limit, offset) => admin.audit({ ...filter, limit, offset }));
      if (kind === 'csv') download('autoindex-audit.csv', auditCsv(entries));
      else download('autoindex-audit.json', JSON.stringify(entries, null, 2), 'application/json');
    } catch (error) {
      setFailed(error instanceof Error ? error.message : 'The log could not be read.');
    }
    setSaving(false);
  };

  return (
    <Panel
      title="Log"
      caption="each entry holds the hash of the one before"
      actions={
        <>
          <Button small disabled={saving} onClick={() => void save('csv')}>
            <Icon name="save" />
            CSV
          </Button>
          <Button small disabled={saving} onClick={() => void save('json')}>
            <Icon name="save" />
            JSON
          </Button>
        </>
      }
    >
      <FormError text={failed} />
      <div className="filters">
        <select
          className="in"
          aria-label="What was done"
          value={action}
          onChange={(event) => {
            setAction(event.target.value);
            setPage(0);
          }}
        >
          <option value="">All actions</option>
          {ACTIONS.map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
        <div className="find">
          <Icon name="search" />
          <input
            className="in"
            type="search"
            aria-label="Search by who did it"
            placeholder="Part of who did it"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setPage(0);
            }}
          />
        </div>
      </div>
      <QueryView query={log} what="The log" skeleton={<SkeletonRows rows={12} />}>
        {({ items, total }) =>
          items.length ? (
            <>
              <AuditTable items={items} />
              <Pager
                what={total === 1 ? 'entry' : 'entries'}
                page={page}
                size={PAGE}
                total={total}
                onPage={setPage}
              />
            </>
          ) : (
            <Empty title="No entry found">Nothing in the log matches this filter.</Empty>
          )
        }
      </QueryView>
    </Panel>
  );
}
