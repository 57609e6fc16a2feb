// SPDX-License-Identifier: Apache-2.0
import { Figure } from '@/components/ui/Figure';
import { KINDS, shownSign } from '@/lib/format';
import { compareFigures, type Compared } from '@/lib/strategyWords';
import type { Backtests } from '@/hooks/useStrategyBacktests';

/** The difference, coloured by whether it is good for the reader. */
function Apart({ row }: { row: Compared }) {
  if (row.draft === null || row.force === null) return <>{row.reason}</>;
  const apart = row.draft - row.force;
  const { decimals, scale } = KINDS[row.apart];
  const way = shownSign(apart * scale, decimals) * row.better;
  return (
    <span className={way > 0 ? 'gain' : way < 0 ? 'loss' : undefined}>
      <Figure value={apart} kind={row.apart} signed />
    </span>
  );
}

/** Whether the change is worth it: the figures of the draft against what is in force, over the same range. */
export function DraftSummary({ result, version }: { result: Backtests; version: number }) {
  return (
    <dl className="kpis eight" aria-label={`Draft against version ${version}, net of costs`}>
      {compareFigures(result.draft, result.force).map((row) => (
        <div key={row.label} className="kpi">
          <dt>{row.label}</dt>
          <dd data-testid={`draft-${row.label}`}>
            <Figure value={row.draft} kind={row.kind} signed={row.signed} reason={row.reason} />
          </dd>
          <dd className="b">
            {result.differs ? (
              <>
                <Apart row={row} /> vs v{version}
              </>
            ) : (
              `version ${version}`
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
