// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { ChartPanel } from '@/components/risk/ChartPanel';
import type { Column } from '@/components/risk/DataTable';
import { EpisodeTable } from '@/components/risk/EpisodeTable';
import { LazyRiskChart, PLOT_HEIGHT } from '@/components/risk/LazyRiskChart';
import { useDrawdowns } from '@/hooks/useRisk';
import { day, figure } from '@/lib/format';
import { episodeSpan } from '@/lib/risk';
import type { RiskScope } from '@/services/api/risk';
import type { RiskDrawdowns } from '@/types/risk';

type Fall = RiskDrawdowns['series'][number];

const NONE: never[] = [];
const COLUMNS: readonly Column<Fall>[] = [
  { key: 'date', label: 'Session', value: ({ date }) => date },
  { key: 'drawdown', label: 'Drawdown', value: ({ value }) => value, kind: 'percent', signed: true },
];
const rowsOf = ({ series }: RiskDrawdowns): readonly Fall[] => series;

function summaryOf({ items, series, current_drawdown }: RiskDrawdowns): string {
  const worst = items[0];
  return [
    `Drawdown from ${day(series[0]?.date)} to ${day(series.at(-1)?.date)}`,
    worst
      ? `deepest ${figure(worst.depth, 'percent', true)} from ${day(worst.peak_date)} to ${day(worst.trough_date)}`
      : 'no fall',
    `at the end ${figure(current_drawdown, 'percent', true)}`,
  ].join('; ');
}

/** How far under its last peak the level stood, and the worst of it; an episode that is chosen fills the chart. */
export function UnderwaterPanel({ scope }: { scope: RiskScope | null }) {
  const query = useDrawdowns(scope);
  const { data } = query;
  const [chosen, setChosen] = useState<string | null>(null);
  const episode = data?.items.find(({ peak_date }) => peak_date === chosen);
  const zoom = useMemo(() => {
    const first = data?.series[0];
    const last = data?.series.at(-1);
    return episode && first && last ? episodeSpan(episode, { from: first.date, to: last.date }) : null;
  }, [data, episode]);

  return (
    <>
      <ChartPanel
        title="Under water"
        caption={
          episode
            ? `the fall from ${day(episode.peak_date)}`
            : 'level over the highest level before it in the range, less one'
        }
        actions={
          episode && (
            <button type="button" className="linkish" onClick={() => setChosen(null)}>
              Show the whole range
            </button>
          )
        }
        query={query}
        height={PLOT_HEIGHT}
        rowsOf={rowsOf}
        columns={COLUMNS}
        what="sessions"
        file="autoindex-drawdown"
        note="Total return level."
      >
        {(loaded) => (
          <LazyRiskChart
            main={loaded.series}
            second={NONE}
            kind="percent"
            signed
            area
            names={['Drawdown']}
            zoom={zoom}
            summary={summaryOf(loaded)}
          />
        )}
      </ChartPanel>
      <EpisodeTable query={query} chosen={chosen} choose={setChosen} />
    </>
  );
}
