// SPDX-License-Identifier: Apache-2.0
'use client';

import { Panel } from '@/components/ui/Panel';
import { figure } from '@/lib/format';
import type { StartYear } from '@/lib/simulation';

interface StartYearBarsProps {
  bars: readonly StartYear[] | undefined;
  /** Why there are none. */
  reason?: string;
  currency: string;
  /** Year of the start that is chosen. */
  chosen: string;
}

const PERCENT = 100;
const TICKS = 4;

/** Three to five round steps that cover the range. */
function ticksOf(low: number, high: number): number[] {
  const step = [0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5].find((s) => (high - low) / s <= TICKS + 1) ?? 10;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** The return a year by the year of the start. */
export function StartYearBars({ bars, reason, currency, chosen }: StartYearBarsProps) {
  const values = (bars ?? []).flatMap((b) => [b.own, b.benchmark ?? 0]);
  const high = Math.max(0.1, ...values);
  const low = Math.min(0, ...values);
  const at = (value: number) => ((value - low) / (high - low)) * PERCENT;
  return (
    <Panel
      title="If you had started in another year"
      caption={`a year, in ${currency}`}
      actions={
        <div className="legend">
          <span>
            <i className="sw" style={{ background: 'var(--series-index)' }} />
            AutoIndex
          </span>
          <span>
            <i className="ln" style={{ borderColor: 'var(--text-1)' }} />
            S&amp;P 500
          </span>
        </div>
      }
    >
      {bars?.length ? (
        <div className="yearbars">
          <div className="grid" aria-hidden="true">
            {ticksOf(low, high).map((tick) => (
              <span key={tick} style={{ bottom: `${at(tick)}%` }}>
                {Math.round(tick * PERCENT)}%
              </span>
            ))}
          </div>
          <ul aria-label={`Return a year in ${currency} by the year of the start`}>
            {bars.map((bar, i) => {
              const words = `${bar.year}: ${figure(bar.own, 'percent1', true)} a year${
                bar.benchmark === null ? '' : `, S&P 500 ${figure(bar.benchmark, 'percent1', true)}`
              }`;
              return (
                <li key={bar.year} title={words} className={bar.year === chosen ? 'on' : undefined}>
                  <span className="sr">{words}</span>
                  <span className="col" aria-hidden="true">
                    {bar.year === chosen && (
                      <b style={{ bottom: `${at(Math.max(0, bar.own))}%` }}>{figure(bar.own, 'percent1')}</b>
                    )}
                    <i
                      style={{
                        bottom: `${at(Math.min(0, bar.own))}%`,
                        height: `${at(Math.max(0, bar.own)) - at(Math.min(0, bar.own))}%`,
                      }}
                    />
                    {bar.benchmark !== null && <em style={{ bottom: `${at(bar.benchmark)}%` }} />}
                  </span>
                  <span className="yr" aria-hidden="true">
                    {i % 4 === 0 ? bar.year : ''}
                  </span>
                </li>
              );
            })}
          </ul>
        </div>
      ) : (
        <p className="muted yearbars-room">
          {bars ? 'No start is a year or more before the last level.' : reason}
        </p>
      )}
    </Panel>
  );
}
