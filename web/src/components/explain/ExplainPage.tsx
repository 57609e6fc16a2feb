// SPDX-License-Identifier: Apache-2.0
'use client';

import { CompositionPanel } from '@/components/explain/CompositionPanel';
import { DayContribution } from '@/components/explain/DayContribution';
import { ExplainBar } from '@/components/explain/ExplainBar';
import { ExplainEvents } from '@/components/explain/ExplainEvents';
import { ExplainTable } from '@/components/explain/ExplainTable';
import { LevelEquation } from '@/components/explain/LevelEquation';
import { LevelPath } from '@/components/explain/LevelPath';
import { NoSession } from '@/components/explain/NoSession';
import { Provenance } from '@/components/explain/Provenance';
import { RebalanceList } from '@/components/explain/RebalanceList';
import { SleeveTable } from '@/components/explain/SleeveTable';
import { WeightTrace } from '@/components/explain/WeightTrace';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Skeleton } from '@/components/ui/Skeleton';
import { useExplainView, useExplanation, type ExplainView } from '@/hooks/useExplain';
import { useHotkeys } from '@/hooks/useHotkeys';
import { useHistory } from '@/hooks/usePortfolioData';
import { usePreferences } from '@/hooks/usePreferences';
import { neighbours, wrongDate } from '@/lib/explain';
import { ApiError } from '@/services/api/errors';
import type { Explained } from '@/types/api';
import type { Series } from '@/types/series';

interface ContentProps {
  explained: Explained;
  view: ExplainView;
  levels: Series | undefined;
  trace: (symbol: string) => void;
}

function Content({ explained, view, levels, trace }: ContentProps) {
  const heaviest = [...explained.holdings].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0];
  const symbol = view.symbol ?? heaviest?.symbol ?? null;
  return (
    <>
      <LevelEquation explained={explained} net={view.net} levels={levels} />
      <LevelPath explained={explained} />
      <div className="sheet cols">
        <div className="sheet bare">
          <ExplainTable explained={explained} symbol={symbol} trace={trace} />
          <SleeveTable explained={explained} symbol={symbol} trace={trace} />
        </div>
        <div className="sheet bare">
          <WeightTrace explained={explained} symbol={symbol} levels={levels} />
          <DayContribution explained={explained} />
          <ExplainEvents explained={explained} />
          <Provenance explained={explained} />
        </div>
      </div>
    </>
  );
}

/** Why a level is what it is; `?date=2008-10-15&symbol=PFE`. */
export function ExplainPage() {
  const [view, change] = useExplainView();
  const history = useHistory('total');
  const levels = history.data?.series;
  const query = useExplanation(view.date);
  const { singleKeys } = usePreferences();

  const wrong = view.date !== null && levels ? wrongDate(levels, view.date) : null;
  const refused = query.error instanceof ApiError && query.error.status === 422;
  const explained = wrong || refused ? undefined : query.data;
  const date = wrong?.offers[0] ?? explained?.date ?? levels?.at(-1)?.date;

  const step = (side: 'before' | 'after') => () => {
    if (!levels?.length) return;
    change((now) => {
      const next = neighbours(levels, now.date ?? levels.at(-1)!.date)[side];
      return next ? { date: next } : {};
    });
  };
  useHotkeys({ '[': step('before'), ']': step('after') }, singleKeys);
  const choose = (next: string) => change({ date: next });

  return (
    <>
      <ExplainBar
        view={view}
        change={change}
        levels={levels}
        date={date}
        step={step}
        explained={query.isPlaceholderData ? undefined : explained}
      />
      {wrong ? (
        <NoSession text={view.date!} wrong={wrong} choose={choose} />
      ) : explained ? (
        <div aria-busy={query.isPlaceholderData}>
          <Content explained={explained} view={view} levels={levels} trace={(symbol) => change({ symbol })} />
        </div>
      ) : query.isError && !refused ? (
        <div className="p">
          <ErrorPanel what="The explanation" error={query.error} retry={() => void query.refetch()} />
        </div>
      ) : history.isError ? (
        <div className="p">
          <ErrorPanel
            what="The list of sessions"
            error={history.error}
            retry={() => void history.refetch()}
          />
        </div>
      ) : (
        <Skeleton height={760} label="Loading the explanation" />
      )}
      <div className="sheet">
        {date && <CompositionPanel levels={levels} date={date} choose={choose} />}
        <RebalanceList date={date ?? null} />
      </div>
    </>
  );
}
