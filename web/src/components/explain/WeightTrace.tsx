// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, type ReactNode } from 'react';
import { Exact } from '@/components/ui/Exact';
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import { useAssetHistory, useConfig } from '@/hooks/usePortfolioData';
import { columnDecimals, exact } from '@/lib/exact';
import { momentumStep, unitsStep } from '@/lib/explain';
import { day, figure } from '@/lib/format';
import type { Explained, ExplainedHolding } from '@/types/api';
import type { Series } from '@/types/series';

const percent = (value: number | null, decimals: number) =>
  value === null ? '—' : `${exact(value * 100, decimals).join('')}%`;
const plain = (value: number, decimals: number) => exact(value, decimals).join('');
const price = (...values: number[]) => {
  const decimals = columnDecimals(values, 3);
  return values.map((value) => plain(value, decimals));
};

function Step({ title, children, lines }: { title: string; children?: ReactNode; lines: readonly string[] }) {
  return (
    <li>
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {lines.map((line) => (
        <span key={line} className="m">
          {line}
        </span>
      ))}
    </li>
  );
}

interface StepsProps {
  explained: Explained;
  holding: ExplainedHolding;
  levels: Series | undefined;
}

function Steps({ explained: e, holding: h, levels }: StepsProps) {
  const config = useConfig().data;
  const closes = useAssetHistory(h.symbol).data?.series;
  const r = e.rebalance;
  const rules = config?.version === e.run.config_version ? config : undefined;
  const momentum = useMemo(
    () => (closes ? momentumStep(closes, r.reference_date, rules?.momentum_lookback, h.momentum) : null),
    [closes, r.reference_date, rules, h.momentum],
  );
  const bought = useMemo(
    () => (closes && levels ? unitsStep(levels, closes, r.effective_date, e.divisor, h) : null),
    [closes, levels, r.effective_date, e.divisor, h],
  );
  const blend = [
    [r.momentum_weight, h.momentum_sleeve],
    [r.market_cap_weight, h.market_cap_sleeve],
    [r.risk_parity_weight, h.risk_parity_sleeve],
  ] as const;
  const known = blend.every(([share, weight]) => share !== null && weight !== null);
  const [last, base] = momentum ? price(momentum.last, momentum.base) : [];
  const floored = rules && h.volatility !== null && h.volatility < rules.volatility_floor;
  return (
    <ol className="trace">
      <Step
        title={`Momentum${rules ? `, ${rules.momentum_lookback} sessions` : ''}`}
        lines={[
          momentum
            ? `${last} / ${base} − 1 = ${figure(h.momentum, 'percent', true)}`
            : figure(h.momentum, 'percent', true),
          `share of ${h.momentum_sleeve && (h.momentum ?? 0) > 0 ? 'all gains' : 'the sleeve'} ${percent(h.momentum_sleeve, 4)}`,
        ]}
      >
        {momentum ? `${day(momentum.from)} to ${day(r.reference_date)}` : `up to ${day(r.reference_date)}`}
        {h.momentum !== null &&
          h.momentum <= 0 &&
          (h.momentum_sleeve ? '; nobody gained, so equal shares' : '; no gain, so no share')}
      </Step>
      <Step
        title="Capitalisation"
        lines={[
          ...(h.market_cap === null ? [] : [`capitalisation ${figure(h.market_cap, 'count')}`]),
          `share ${percent(h.market_cap_sleeve, 4)}`,
        ]}
      >
        {h.market_cap === null && (
          <>
            Not known, so 1 of {e.holdings.length} <span className="tag w mono">cap_unknown</span>
          </>
        )}
      </Step>
      <Step
        title={`Risk parity${rules ? `, ${rules.volatility_lookback} sessions` : ''}`}
        lines={[`share of inverses ${percent(h.risk_parity_sleeve, 4)}`]}
      >
        Standard deviation {percent(h.volatility, 4)} a day
        {floored && (
          <>
            , set to {percent(rules.volatility_floor, 4)} <span className="tag w mono">volatility_floor</span>
          </>
        )}
      </Step>
      <Step
        title="Target weight"
        lines={[
          ...(known
            ? [blend.map(([share, w]) => `${plain(share!, 1)}×${plain(w! * 100, 4)}`).join(' + ')]
            : []),
          `= ${percent(h.target_weight, 6)}`,
        ]}
      >
        {known ? undefined : 'The sleeves of this rebalance cannot be decided again.'}
      </Step>
      <Step
        title={`Units from the close of ${day(r.effective_date)}`}
        lines={[
          ...(bought
            ? [`${plain(h.target_weight, 8)} × ${plain(bought.value, 4)} / ${price(bought.price)[0]}`]
            : []),
          `= ${plain(h.units, 9)}`,
        ]}
      />
      <Step
        title={`Weight on ${day(e.date)}`}
        lines={
          h.price === null
            ? []
            : [
                `${plain(h.units, 9)} × ${price(h.price)[0]} / ${plain(e.value, 4)}`,
                `= ${percent(h.weight, 6)}`,
              ]
        }
      >
        {h.weight !== null && (
          <>
            <Figure value={h.weight - h.target_weight} kind="pp" signed /> since the close of{' '}
            {day(r.effective_date)}, by prices alone
          </>
        )}
      </Step>
    </ol>
  );
}

interface WeightTraceProps {
  explained: Explained;
  symbol: string | null;
  levels: Series | undefined;
}

/** From the closes of the reference date to the weight of the day, step by step. */
export function WeightTrace({ explained, symbol, levels }: WeightTraceProps) {
  const holding = explained.holdings.find((h) => h.symbol === symbol);
  return (
    <Panel
      title={holding ? `Where ${holding.symbol}’s weight comes from` : 'Where a weight comes from'}
      actions={holding && <Link href={`/asset/?symbol=${encodeURIComponent(holding.symbol)}`}>Asset</Link>}
    >
      {holding ? (
        <>
          <p className="tracehead" data-testid="traced">
            <Figure value={holding.weight} kind="percent" reason="no price yet" />{' '}
            <span className="note">
              {holding.name}, <Exact value={holding.units} /> units
            </span>
          </p>
          <Steps explained={explained} holding={holding} levels={levels} />
        </>
      ) : (
        <p className="muted">
          {symbol
            ? `The index did not hold ${symbol.slice(0, 20)} on ${day(explained.date)}; a row of the table shows another stock.`
            : 'A row of the table shows where its weight comes from.'}
        </p>
      )}
    </Panel>
  );
}
