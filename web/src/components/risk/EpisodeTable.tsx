// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { figure } from '@/lib/format';
import { counted, underWater } from '@/lib/risk';
import type { RiskDrawdowns } from '@/types/risk';

interface EpisodeTableProps {
  query: UseQueryResult<RiskDrawdowns>;
  /** Peak of the episode that the chart shows. */
  chosen: string | null;
  choose: (peak: string | null) => void;
}

export function EpisodeTable({ query, chosen, choose }: EpisodeTableProps) {
  const { data } = query;
  return (
    <Panel
      title="Worst episodes"
      caption={data && `${figure(data.items.length, 'count')} of ${counted(data.total, 'fall')}`}
    >
      <QueryView query={query} what="The episodes" skeleton={<SkeletonRows rows={10} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">The level never stood under an earlier one in this range.</p>
          ) : (
            <div className="scroll">
              <table className="tight episodes">
                <thead>
                  <tr>
                    <th scope="col">Depth</th>
                    <th scope="col">Peak</th>
                    <th scope="col">Trough</th>
                    <th scope="col">Recovered</th>
                    <th scope="col" className="num">
                      Sessions
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((episode) => {
                    const on = episode.peak_date === chosen;
                    return (
                      <tr key={episode.peak_date} className={on ? 'sel' : undefined}>
                        <td>
                          <button
                            type="button"
                            className="linkish"
                            aria-pressed={on}
                            title={on ? 'Show the whole range' : 'Show this fall in the chart'}
                            onClick={() => choose(on ? null : episode.peak_date)}
                          >
                            <Figure value={episode.depth} kind="percent" signed />
                          </button>
                        </td>
                        <td>{episode.peak_date}</td>
                        <td>{episode.trough_date}</td>
                        <td>{episode.recovery_date ?? <span className="muted">not yet</span>}</td>
                        <td className="num">
                          <Figure value={underWater(episode)} kind="count" />
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          )
        }
      </QueryView>
    </Panel>
  );
}
