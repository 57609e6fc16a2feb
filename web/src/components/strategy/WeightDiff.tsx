// SPDX-License-Identifier: Apache-2.0
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import type { Backtests } from '@/hooks/useStrategyBacktests';
import { day } from '@/lib/format';
import { weightGaps } from '@/lib/strategyWords';

const SHOWN = 10;
const WIDTH = 144;
const HALF = WIDTH / 2;

function GapBar({ gap, largest }: { gap: number; largest: number }) {
  const size = largest > 0 ? (Math.abs(gap) / largest) * (HALF - 2) : 0;
  return (
    <svg className="bars" width={WIDTH} height="14" aria-hidden="true">
      <path d={`M${HALF} 0v14`} stroke="var(--line-mid)" />
      <rect
        x={gap < 0 ? HALF - size : HALF}
        y="3"
        width={size}
        height="8"
        fill={`var(--${gap < 0 ? 'loss' : 'gain'})`}
      />
    </svg>
  );
}

/** The weights that the last rebalance set, where the draft and what is in force differ most. */
export function WeightDiff({
  result,
  version,
  draft,
}: {
  result: Backtests;
  version: number;
  /** Whether there is one. */
  draft: boolean;
}) {
  const gaps = weightGaps(result.draft, result.force);
  const shown = gaps.slice(0, SHOWN);
  const largest = Math.abs((gaps[0]?.draft ?? 0) - (gaps[0]?.force ?? 0));
  return (
    <Panel
      title="What would change"
      caption={`target weights on ${day(result.draft.end_date)}, ten largest differences, percentage points`}
    >
      {result.differs ? (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Symbol</th>
                <th scope="col" className="num">
                  Version {version}
                </th>
                <th scope="col" className="num">
                  Draft
                </th>
                <th scope="col" className="gapcol hide-s">
                  Difference
                </th>
                <th scope="col" className="num">
                  pp
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ symbol, force, draft }) => (
                <tr key={symbol}>
                  <td className="sym">{symbol}</td>
                  <td className="num muted">
                    <Figure value={force} kind="percent" />
                  </td>
                  <td className="num">
                    <Figure value={draft} kind="percent" />
                  </td>
                  <td className="gapcol hide-s">
                    <GapBar gap={draft - force} largest={largest} />
                  </td>
                  <td className="num">
                    <Figure value={draft - force} kind="points" signed tone />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="muted">
          {draft ? 'Nothing that could be computed yet.' : 'Nothing: there is no draft.'}
        </p>
      )}
    </Panel>
  );
}
