// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import type { Publication } from '@/hooks/useStrategyPublish';
import { day } from '@/lib/format';
import { changeWords } from '@/lib/strategyWords';

interface PublishDialogProps {
  what: Publication;
  /** In force now. */
  version: number;
  /** Dates of the published levels; null where there are none yet. */
  levels: { readonly from: string; readonly to: string } | null;
  busy: boolean;
  /** What the server refused. */
  trouble: string | null;
  onConfirm: () => void;
  onClose: () => void;
}

function words(what: Publication, version: number): { title: string; verb: string; kept: string } {
  const next = version + 1;
  if (what.kind === 'rebalance')
    return {
      title: 'Compute the index anew?',
      verb: 'Compute anew',
      kept: 'The configuration stays as it is.',
    };
  const kept = `Version ${version} stays in the list and can be restored.`;
  if (what.kind === 'restore')
    return {
      title: `Restore version ${what.version} as version ${next}?`,
      verb: `Restore version ${what.version}`,
      kept,
    };
  const verb = `${what.kind === 'record' ? 'Record' : 'Save'} as version ${next}`;
  return { title: `${verb}?`, verb, kept };
}

/** Asks once before published levels change: what, with which consequence. */
export function PublishDialog({
  what,
  version,
  levels,
  busy,
  trouble,
  onConfirm,
  onClose,
}: PublishDialogProps) {
  const { title, verb, kept } = words(what, version);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || busy || event.repeat) return;
      event.preventDefault();
      onConfirm();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [busy, onConfirm]);
  const changes = what.kind === 'rebalance' ? [] : what.changes;
  return (
    <Dialog title={title} onClose={onClose} className="publish">
      <p>
        {levels
          ? `Published levels will be computed anew from ${day(levels.from)} to ${day(levels.to)}, for everyone who reads them.`
          : 'Published levels will be computed from the stored prices, for everyone who reads them.'}{' '}
        {kept}
      </p>
      {changes.length > 0 && (
        <ul>
          {changes.map((change) => (
            <li key={change.name}>{changeWords(change)}</li>
          ))}
        </ul>
      )}
      {what.kind === 'record' && <p className="muted">Reason: {what.reason}</p>}
      {what.kind === 'restore' && changes.length === 0 && (
        <p className="muted">Its method is the one in force: nothing would change.</p>
      )}
      {trouble && (
        <p className="err" role="alert">
          {trouble}
        </p>
      )}
      <div className="actions">
        <Button onClick={onClose}>Keep as it is</Button>
        <Button look="primary" autoFocus disabled={busy} onClick={onConfirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
