// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { NoFigures } from '@/components/portfolio/NoFigures';
import { Link } from '@/components/ui/Link';
import { explainHref } from '@/lib/links';
import { episodes } from '@/lib/episodes';
import type { Series } from '@/types/series';

const SHOWN = 6;

function Dated({ date }: { date: string }) {
  return <Link href={explainHref({ date })}>{date}</Link>;
}

export function DrawdownTable({ levels, failed }: { levels: Series | undefined; failed: boolean }) {
  const deepest = useMemo(() => (levels ? episodes(levels).slice(0, SHOWN) : []), [levels]);
  const since = levels?.[0]?.date.slice(0, 4);
  return (
    <Panel title="Deepest drawdowns" caption={since ? `since ${since}, not by range` : undefined}>
      {levels ? (
        <div className="scroll">
          <table className="tight">
            <thead>
              <tr>
                <th scope="col">Depth</th>
                <th scope="col">Peak</th>
                <th scope="col">Trough</th>
                <th scope="col" className="num">
                  Recovered
                </th>
              </tr>
            </thead>
            <tbody>
              {deepest.map((episode) => (
                <tr key={episode.peak}>
                  <td>
                    <Figure value={episode.depth} kind="percent" signed tone />
                  </td>
                  <td>
                    <Dated date={episode.peak} />
                  </td>
                  <td>
                    <Dated date={episode.trough} />
                  </td>
                  <td className="num">
                    {episode.recovered ? (
                      <Dated date={episode.recovered} />
                    ) : (
                      <span className="muted">not yet</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <NoFigures failed={failed} rows={SHOWN} />
      )}
    </Panel>
  );
}
