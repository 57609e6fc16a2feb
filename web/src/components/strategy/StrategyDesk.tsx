// SPDX-License-Identifier: Apache-2.0
'use client';

import { useCallback, useMemo, useState } from 'react';
import { ConfigForm } from '@/components/strategy/ConfigForm';
import { EventCounts } from '@/components/strategy/EventCounts';
import { LockIcon } from '@/components/strategy/LockIcon';
import { MovedDialog } from '@/components/strategy/MovedDialog';
import { PlainSummary } from '@/components/strategy/PlainSummary';
import { PublishDialog } from '@/components/strategy/PublishDialog';
import { RecordForm } from '@/components/strategy/RecordForm';
import { StrategyResult } from '@/components/strategy/StrategyResult';
import { Toast } from '@/components/strategy/Toast';
import { VersionHistory } from '@/components/strategy/VersionHistory';
import { WeightDiff } from '@/components/strategy/WeightDiff';
import { useHistory } from '@/hooks/usePortfolioData';
import { useStrategyBacktests } from '@/hooks/useStrategyBacktests';
import { useStrategyGate } from '@/hooks/useStrategyData';
import { useStrategyDraft } from '@/hooks/useStrategyDraft';
import { useStrategyPublish, type Publication } from '@/hooks/useStrategyPublish';
import { figure } from '@/lib/format';
import { customSpan, namedSpan } from '@/lib/ranges';
import { problemsOf, troubleOf, type Edits, type Settings } from '@/lib/strategy';
import type { StrategyField } from '@/types/api';

interface StrategyDeskProps {
  fields: readonly StrategyField[];
  force: Settings;
  version: number;
}

export function StrategyDesk({ fields, force, version }: StrategyDeskProps) {
  const state = useStrategyDraft(fields, force);
  const { draft, view, discard } = state;
  const gate = useStrategyGate();
  const levels = useHistory('total').data?.series;

  const whole = useMemo(
    () => (levels?.length ? { from: levels[0]!.date, to: levels.at(-1)!.date } : null),
    [levels],
  );
  const span = useMemo(() => {
    if (!levels || view.range === 'Max') return null;
    return view.range ? namedSpan(levels, view.range) : customSpan(levels, view.from, view.to);
  }, [levels, view.range, view.from, view.to]);
  const range = useMemo(() => {
    if (view.range === 'Max') return {};
    return levels ? { from: span?.from, to: span?.to } : null;
  }, [view.range, levels, span]);
  const backtests = useStrategyBacktests(fields, force, draft, range);
  const { result } = backtests;

  const [asking, setAsking] = useState<Publication | null>(null);
  const published = useCallback(
    (what: Publication) => {
      setAsking(null);
      if (what.kind === 'save' || what.kind === 'record') discard();
    },
    [discard],
  );
  const { mutation, done, close, moved, refresh } = useStrategyPublish(version, published);
  const names = useMemo(() => new Set(fields.map(({ name }) => name)), [fields]);
  const refused = useMemo(() => problemsOf(mutation.error), [mutation.error]);
  const uncomputed = useMemo(() => problemsOf(backtests.error), [backtests.error]);
  const ofFields = Object.keys(refused).some((name) => names.has(name));
  const trouble = mutation.error ? troubleOf(mutation.error) : null;

  const ask = (what: Publication) => {
    mutation.reset();
    setAsking(what);
  };
  const confirm = () =>
    asking &&
    mutation.mutate(asking, {
      // What belongs to a field is said there.
      onError: (error) =>
        asking.kind !== 'restore' && Object.keys(problemsOf(error)).length && setAsking(null),
    });
  const edit = (edits: Edits) => {
    if (mutation.isError) mutation.reset();
    state.set(edits);
  };

  const unknown = result?.draft.events.find(({ code }) => code === 'cap_unknown');
  const capUnknown =
    unknown && result
      ? `Market capitalisations are missing at ${
          unknown.count === result.draft.rebalances ? 'all' : `${figure(unknown.count, 'count')} of`
        } ${figure(result.draft.rebalances, 'count')} rebalances: this sleeve is then equal weight (cap_unknown).`
      : null;
  const blocked =
    Object.keys(draft.problems).length > 0
      ? 'A field of the draft has to be corrected first.'
      : draft.changes.length === 0
        ? 'Change a field first: an adjustment records what changes.'
        : null;

  return (
    <>
      {!gate.admin && (
        <div className="notice">
          <LockIcon />
          <p>
            <b>Drafts and backtests are open to you.</b> Saving, restoring and computing anew need the role
            administrator.
          </p>
        </div>
      )}
      <div className="sheet cols-l strategy">
        <ConfigForm
          fields={fields}
          force={force}
          state={{ ...state, set: edit }}
          uncomputed={uncomputed}
          refused={refused}
          trouble={asking || ofFields ? null : trouble}
          capUnknown={capUnknown}
          gate={gate}
          busy={mutation.isPending}
          next={version + 1}
          onSave={() => ask({ kind: 'save', changes: draft.changes })}
        />
        <StrategyResult
          backtests={backtests}
          version={version}
          view={view}
          show={state.show}
          whole={whole}
          outside={range !== null && !span && view.range !== 'Max'}
        />
        <div className="sheet content-start">
          <PlainSummary draft={draft} result={result} version={version} />
          <VersionHistory
            version={version}
            draft={draft.changes}
            gate={gate}
            onRestore={(to, changes) => ask({ kind: 'restore', version: to, changes })}
            onRebalance={() => ask({ kind: 'rebalance' })}
          >
            <RecordForm
              gate={gate}
              next={version + 1}
              count={draft.changes.length}
              blocked={blocked}
              refused={refused}
              onRecord={(reason, confidence) =>
                ask({ kind: 'record', changes: draft.changes, reason, confidence })
              }
            />
          </VersionHistory>
          <div className="fill" />
        </div>
        {result && (
          <div className="sheet content-start">
            <WeightDiff result={result} version={version} draft={draft.touched.length > 0} />
            <EventCounts result={result} version={version} />
            <div className="fill" />
          </div>
        )}
      </div>
      {asking && moved && (
        <MovedDialog
          version={version}
          onKeep={() => {
            setAsking(null);
            refresh();
          }}
          onLoad={() => {
            setAsking(null);
            discard();
            refresh();
          }}
        />
      )}
      {asking && !moved && (
        <PublishDialog
          what={asking}
          version={version}
          levels={whole}
          busy={mutation.isPending}
          trouble={trouble}
          onConfirm={confirm}
          onClose={() => setAsking(null)}
        />
      )}
      <Toast
        done={done}
        onUndo={
          gate.reason === null && !mutation.isPending
            ? (to) => mutation.mutate({ kind: 'restore', version: to, changes: [] })
            : null
        }
        onClose={close}
      />
    </>
  );
}
