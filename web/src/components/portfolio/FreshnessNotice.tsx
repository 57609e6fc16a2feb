// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Notice } from '@/components/ui/Notice';
import { useCurrent, useSources } from '@/hooks/usePortfolioData';
import { daysBetween, fromTime } from '@/lib/dates';
import { day } from '@/lib/format';

/** Sessions are not known here; a week covers every closure of the exchanges. */
const STALE_AFTER_DAYS = 7;

/** Until when the data go, and what that means for the reader. */
export function FreshnessNotice() {
  const [today] = useState(() => fromTime(Date.now()));
  const sources = useSources().data;
  const current = useCurrent().data;
  const last = current?.date ?? sources?.last_date;
  if (!sources || !last) return null;
  const more = <a href="#sources">Data sources</a>;
  if (sources.is_sample) {
    return (
      <Notice icon="info" more={more}>
        <b>Sample data to {day(last)}.</b> Historical, not current
        {current &&
          `; the ${current.total_assets} stocks are survivors of ${last.slice(0, 4)}, so any history of them is flattered`}
        .
      </Notice>
    );
  }
  const age = daysBetween(last, today);
  if (age <= STALE_AFTER_DAYS) return null;
  return (
    <Notice icon="warn" tone="w" more={more}>
      <b>Data to {day(last)}.</b> Nothing newer has come for {age} days; every figure is as of that session.
    </Notice>
  );
}
