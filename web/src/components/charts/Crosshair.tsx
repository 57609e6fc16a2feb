// SPDX-License-Identifier: Apache-2.0
import { day, figure } from '@/lib/format';

/** What the crosshair stands on. */
export interface Moment {
  readonly date: string;
  readonly level: number;
  readonly benchmark: number | null;
  readonly drawdown: number | null;
  readonly change: number | null;
  readonly rebalanced: boolean;
  readonly turnover: number | null;
  readonly events: readonly string[];
}

interface CrosshairProps {
  moment: Moment;
  /** Of the line and of the benchmark. */
  names: readonly [string, string];
}

const TIP_WIDTH = 226;
const TIP_GAP = 14;

/** The box beside the crosshair on wide screens: before it, where a growing line leaves room, else after it. */
export function Tip({ moment, names, x, width }: CrosshairProps & { x: number; width: number }) {
  const before = x - TIP_WIDTH - TIP_GAP;
  const left = before >= 0 ? before : Math.min(x + TIP_GAP, width - TIP_WIDTH);
  return (
    <div className="tip" style={{ left, width: TIP_WIDTH }} aria-hidden="true">
      <b>{day(moment.date, 'weekday')}</b>
      <div>
        <i className="ln" style={{ borderColor: 'var(--series-index)' }} />
        {names[0]} <b>{figure(moment.level, 'level')}</b>
      </div>
      {moment.benchmark !== null && (
        <div>
          <i className="ln" style={{ borderColor: 'var(--series-benchmark)' }} />
          {names[1]} <b>{figure(moment.benchmark, 'level')}</b>
        </div>
      )}
      <div>
        Drawdown <b>{figure(moment.drawdown, 'percent', true)}</b>
      </div>
      <div>
        Day <b>{figure(moment.change, 'percent', true)}</b>
      </div>
      {moment.rebalanced && (
        <div>
          Rebalance, turnover <b>{figure(moment.turnover, 'percent1')}</b>
        </div>
      )}
      {moment.events.map((code) => (
        <div key={code} className="ev">
          <i className="diamond" />
          {code}
        </div>
      ))}
    </div>
  );
}

/** The row above the plot on small screens. */
export function Readout({ moment, names }: CrosshairProps) {
  return (
    <div className="readout" aria-hidden="true">
      <span>
        <b>{day(moment.date, 'weekday')}</b>
        {moment.rebalanced && (
          <span className="ev">
            turnover {figure(moment.turnover, 'percent1')}
            {moment.events.map((code) => `, ${code}`)}
          </span>
        )}
      </span>
      <span>
        {names[0]} <b>{figure(moment.level, 'level')}</b>
      </span>
      {moment.benchmark !== null && (
        <span>
          {names[1]} <b>{figure(moment.benchmark, 'level')}</b>
        </span>
      )}
      <span>
        from peak <b>{figure(moment.drawdown, 'percent', true)}</b>
      </span>
    </div>
  );
}

/** The same for those who hear the page. */
export function momentWords(moment: Moment, names: readonly [string, string]): string {
  return [
    day(moment.date, 'weekday'),
    `${names[0]} ${figure(moment.level, 'level')}`,
    moment.benchmark === null ? null : `${names[1]} ${figure(moment.benchmark, 'level')}`,
    `drawdown ${figure(moment.drawdown, 'percent', true)}`,
    moment.rebalanced ? `rebalance, turnover ${figure(moment.turnover, 'percent1')}` : null,
    ...moment.events,
  ]
    .filter(Boolean)
    .join(', ');
}
