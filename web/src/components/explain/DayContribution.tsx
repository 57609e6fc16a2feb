// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { movers } from '@/lib/explain';
import { day } from '@/lib/format';
import type { Explained } from '@/types/api';

const SHOWN = 8;
const WIDTH = 120;

/** A bar from the middle line to its side; the line stands where both sides have room. */
function Bar({ value, low, high }: { value: number; low: number; high: number }) {
  const at = (x: number) => ((x - low) / (high - low || 1)) * WIDTH;
  return (
    <svg
      className="bars"
      width={WIDTH}
      height="14"
      viewBox={`0 0 ${WIDTH} 14`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M${at(0)} 0v14`} stroke="var(--line-mid)" />
      <rect
        x={at(Math.min(0, value))}
        y="3"
        width={Math.abs(at(value) - at(0))}
        height="8"
        fill={value < 0 ? 'var(--loss)' : 'var(--gain)'}
      />
    </svg>
  );
}

/** What each holding added to the return of the day; the parts sum to it. */
export function DayContribution({ explained: e }: { explained: Explained }) {
  const [all, setAll] = useState(false);
  const rows = useMemo(() => movers(e, all ? e.holdings.length : SHOWN), [e, all]);
  const low = Math.min(0, ...rows.map((row) => row.points));
  const high = Math.max(0, ...rows.map((row) => row.points));
  return (
    <Panel
      title="What moved it"
      caption={e.previous_date ? `since ${day(e.previous_date)}` : undefined}
      actions={
        e.holdings.length > SHOWN + 1 &&
        rows.length > 0 && (
          <button type="button" className="linkish" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Largest ${SHOWN}` : `All ${e.holdings.length}`}
          </button>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="muted">The first session: nothing before it to move from.</p>
      ) : (
        <table className="rep tight movers">
          <thead>
            <tr>
              <th scope="col">Symbol</th>
              <th scope="col">
                <span className="sr">Bar</span>
              </th>
              <th scope="col" className="num">
                Index points
              </th>
              <th scope="col" className="num">
                Of the return
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <td className={row.symbol ? 'sym' : 'muted'}>{row.label}</td>
                <td>
                  <Bar value={row.points} low={low} high={high} />
                </td>
                <td className="num">
                  <Figure value={row.points} kind="level" signed tone />
                </td>
                <td className="num">
                  <Figure value={row.share} kind="pp" signed />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>Change</td>
              <td className="num">
                <Figure
                  value={e.previous_level === null ? null : e.level - e.previous_level}
                  kind="level"
                  signed
                />
              </td>
              <td className="num" data-testid="day-return">
                <Figure value={e.day_return} kind="percent" signed />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </Panel>
  );
}
