// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { MakingPanel } from '@/components/reports/MakingPanel';
import { NewReport } from '@/components/reports/NewReport';
import { ReportTable, type ReportAction } from '@/components/reports/ReportTable';
import { ConfirmDialog } from '@/components/ui/ConfirmDialog';
import { Empty } from '@/components/ui/Empty';
import { FormError } from '@/components/ui/FormError';
import { lazily } from '@/components/ui/lazily';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useDropReport, useReports } from '@/hooks/useReports';
import { useTaskEvents } from '@/hooks/useTaskEvents';
import { fileName } from '@/lib/reports';
import { saveFile } from '@/lib/saveFile';
import { reports as service } from '@/services/api/reports';
import type { Report } from '@/types/tasks';

const PAGE = 20;
const Preview = lazily(() => import('@/components/reports/Preview'));

/** Reports that were made, and the form for a new one. */
export function Reports() {
  useTaskEvents();
  const [page, setPage] = useState(0);
  const [making, setMaking] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | undefined>();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | undefined>();
  const [shown, setShown] = useState<{ report: Report; file: Blob } | null>(null);
  const [doomed, setDoomed] = useState<Report | null>(null);
  const list = useReports({ limit: PAGE, offset: page * PAGE });
  const drop = useDropReport();

  const act = async (report: Report, action: ReportAction) => {
    setFailed(undefined);
    if (action === 'delete') {
      drop.reset();
      setDoomed(report);
      return;
    }
    setBusy(report.id);
    try {
      const file = await service.file(report.id);
      if (action === 'preview') setShown({ report, file });
      else saveFile(fileName(report), file);
    } catch (error) {
      setFailed(error instanceof Error ? error.message : 'The file could not be fetched.');
    } finally {
      setBusy(null);
    }
  };

  return (
    <div className="sheet">
      <NewReport
        refused={refused}
        onChange={() => setRefused(undefined)}
        onBegun={(task) => {
          setRefused(undefined);
          setMaking(task);
        }}
      />
      {making && (
        <MakingPanel key={making} task={making} onDone={() => setMaking(null)} onRefused={setRefused} />
      )}
      <Panel title="Reports" caption="yours, newest first">
        <FormError text={failed} />
        <QueryView query={list} what="The reports" skeleton={<SkeletonRows rows={5} />}>
          {({ items, total }) =>
            items.length ? (
              <>
                <ReportTable items={items} busy={busy} onAct={(report, action) => void act(report, action)} />
                <Pager
                  what={total === 1 ? 'report' : 'reports'}
                  page={page}
                  size={PAGE}
                  total={total}
                  onPage={setPage}
                />
              </>
            ) : (
              <Empty title="No report yet">Choose a type and a period above; it takes a second or two.</Empty>
            )
          }
        </QueryView>
      </Panel>
      {shown && <Preview report={shown.report} file={shown.file} onClose={() => setShown(null)} />}
      {doomed && (
        <ConfirmDialog
          title={`Delete ${fileName(doomed)}?`}
          verb="Delete"
          busy={drop.isPending}
          error={drop.error}
          onClose={() => setDoomed(null)}
          onConfirm={() => drop.mutate(doomed.id, { onSuccess: () => setDoomed(null) })}
        >
          <p>The file is removed from the server. The data it shows stay; it can be made again.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
