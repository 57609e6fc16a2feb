// SPDX-License-Identifier: Apache-2.0
'use client';

import { Actions } from '@/components/diagnostics/Actions';
import { CachePanel } from '@/components/diagnostics/CachePanel';
import { DatabasePanel } from '@/components/diagnostics/DatabasePanel';
import { PricesPanel } from '@/components/diagnostics/PricesPanel';
import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { Notice } from '@/components/ui/Notice';
import { useDiagnostics } from '@/hooks/useDiagnostics';
import { useSources } from '@/hooks/usePortfolioData';
import { verdict } from '@/lib/diagnostics';
import { moment } from '@/lib/moment';

/** All is well, or the first thing that is not; then what was looked at, number by number. */
export function Diagnostics() {
  const { database, refresh, cache } = useDiagnostics();
  const sample = useSources().data?.is_sample ?? false;
  const all = [database, refresh, cache];
  const busy = all.some((query) => query.isFetching);
  const failed = all.some((query) => query.isError);
  const found =
    database.data && refresh.data && cache.data
      ? verdict(database.data, refresh.data, cache.data, sample)
      : null;
  return (
    <>
      <Notice
        icon={found?.well ? 'check' : found || failed ? 'warn' : 'info'}
        tone={found?.well || (!found && !failed) ? undefined : 'w'}
        live
      >
        <b data-testid="verdict">
          {found ? found.title : failed ? 'A part could not be looked at.' : 'Looking.'}
        </b>{' '}
        {found?.more ?? (failed ? 'The panel below says which and why.' : '')}
      </Notice>
      <div className="bar diagbar" role="toolbar" aria-label="Diagnostics">
        <Button small disabled={busy} onClick={() => all.forEach((query) => void query.refetch())}>
          <Icon name="retry" />
          Refresh
        </Button>
        <span className="note">
          {database.data ? `as of ${moment(database.data.timestamp)}; not refreshed by itself` : 'looking'}
        </span>
      </div>
      <div className="sheet cols">
        <div className="sheet bare">
          <DatabasePanel query={database} />
          <PricesPanel query={refresh} />
        </div>
        <div className="sheet bare">
          <CachePanel query={cache} />
          <Actions />
        </div>
      </div>
    </>
  );
}
