// SPDX-License-Identifier: Apache-2.0
'use client';

import { HistoryPanel } from '@/components/tasks/HistoryPanel';
import { RunningPanel } from '@/components/tasks/RunningPanel';
import { SchedulePanel } from '@/components/tasks/SchedulePanel';
import { StartPanel } from '@/components/tasks/StartPanel';
import { useAuth } from '@/contexts/AuthContext';
import { useTaskEvents } from '@/hooks/useTaskEvents';

/** What runs, for everybody; what can be begun, was done and recurs, for administrators. */
export function Tasks() {
  useTaskEvents();
  const admin = useAuth().me?.role === 'admin';
  return (
    <>
      <div className={admin ? 'sheet cols' : 'sheet'}>
        <RunningPanel />
        {admin && <StartPanel />}
      </div>
      {admin && (
        <div className="sheet">
          <SchedulePanel />
          <HistoryPanel />
        </div>
      )}
    </>
  );
}
