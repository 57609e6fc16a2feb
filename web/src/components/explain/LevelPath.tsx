// SPDX-License-Identifier: Apache-2.0
import { day, figure } from '@/lib/format';
import type { Explained } from '@/types/api';

const whole = (part: number | null) => (part === null ? '—' : String(Math.round(part * 1000) / 10));

/** The way from prices to the level in five stations. */
export function LevelPath({ explained: e }: { explained: Explained }) {
  const r = e.rebalance;
  const sum = e.holdings.reduce((total, h) => total + h.target_weight, 0);
  return (
    <ol className="path" aria-label="How the level came about">
      <li>
        <b>Prices of {day(r.reference_date)}</b>
        reference date
      </li>
      <li>
        <b>3 sleeves</b>
        blended {[r.momentum_weight, r.market_cap_weight, r.risk_parity_weight].map(whole).join(' / ')}
      </li>
      <li>
        <b>{e.holdings.length} target weights</b>
        sum {figure(sum, 'percent')}
      </li>
      <li>
        <b>Units</b>
        effective close {day(r.effective_date)}
      </li>
      <li aria-current="step">
        <b>Level</b>
        {day(e.date)}
        {e.rebalanced_at_close && e.previous_date !== null && ', new units bought at this close'}
      </li>
    </ol>
  );
}
