// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { SymbolButton } from '@/components/explain/SymbolButton';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { useConfig } from '@/hooks/usePortfolioData';
import { sleeveShares, type SleeveShares } from '@/lib/explain';
import { day, figure } from '@/lib/format';
import type { Explained } from '@/types/api';

const WIDTH = 150;
const UNKNOWN = 'the sleeves of this rebalance cannot be decided again';
const PARTS: readonly { key: keyof SleeveShares; label: string; colour: string }[] = [
  { key: 'momentum', label: 'Momentum', colour: 'var(--cat-1)' },
  { key: 'marketCap', label: 'Capitalisation', colour: 'var(--cat-5)' },
  { key: 'riskParity', label: 'Risk parity', colour: 'var(--cat-3)' },
];

/** What the sleeves put into one target; the heaviest target of the table takes the full width. */
function Bar({ shares, heaviest }: { shares: SleeveShares; heaviest: number }) {
  const parts = PARTS.map(({ key, colour }) => ({
    key,
    colour,
    width: ((shares[key] ?? 0) / heaviest) * (WIDTH - 2),
  }));
  const at = (i: number) =>
    parts.slice(0, i).reduce((sum, { width }) => sum + (width > 0 ? width + 1 : 0), 0);
  return (
    <svg className="bars" width={WIDTH} height="14" aria-hidden="true">
      {parts.map(({ key, colour, width }, i) => (
        <rect key={key} x={at(i)} y="2" width={width} height="10" fill={colour} />
      ))}
    </svg>
  );
}

interface SleeveTableProps {
  explained: Explained;
  symbol: string | null;
  trace: (symbol: string) => void;
}

export function SleeveTable({ explained: e, symbol, trace }: SleeveTableProps) {
  const config = useConfig().data;
  const rows = useMemo(
    () =>
      [...e.holdings]
        .sort((a, b) => b.target_weight - a.target_weight)
        .map((h) => ({ h, shares: sleeveShares(e, h) })),
    [e],
  );
  const heaviest = rows[0]?.h.target_weight ?? 1;
  const r = e.rebalance;
  const blend = {
    momentum: r.momentum_weight,
    marketCap: r.market_cap_weight,
    riskParity: r.risk_parity_weight,
  };
  const lookback = config?.version === e.run.config_version ? config.momentum_lookback : undefined;
  return (
    <Panel
      title={`Target weights decided on ${day(r.reference_date)}`}
      actions={
        <div className="legend">
          {PARTS.map(({ key, label, colour }) => (
            <span key={key}>
              <i className="sw" style={{ background: colour }} />
              {label} {figure(blend[key], 'percent1').replace(/[.,]0%$/, '%')}
            </span>
          ))}
        </div>
      }
    >
      <div className="scroll">
        <table className="sleeves">
          <thead>
            <tr>
              <th scope="col">Symbol</th>
              <th scope="col" className="num">
                {lookback ? `${lookback}-session return` : 'Return of the look-back'}
              </th>
              <th scope="col" className="num">
                Momentum
              </th>
              <th scope="col" className="num">
                Capitalisation
              </th>
              <th scope="col" className="num">
                Daily volatility
              </th>
              <th scope="col" className="num">
                Risk parity
              </th>
              <th scope="col" className="hide-s">
                Sleeves
              </th>
              <th scope="col" className="num" aria-sort="descending">
                Target
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ h, shares }) => (
              <tr
                key={h.symbol}
                className={h.symbol === symbol ? 'sel row' : 'row'}
                onClick={() => trace(h.symbol)}
              >
                <td className="sym">
                  <SymbolButton symbol={h.symbol} name={h.name} chosen={h.symbol === symbol} trace={trace} />
                </td>
                <td className="num">
                  <Figure value={h.momentum} kind="percent" signed tone reason={UNKNOWN} />
                </td>
                <td className="num">
                  <Figure value={shares.momentum} kind="percent" reason={UNKNOWN} />
                </td>
                <td className="num">
                  <Figure value={shares.marketCap} kind="percent" reason={UNKNOWN} />
                </td>
                <td className="num muted">
                  <Figure value={h.volatility} kind="percent" reason={UNKNOWN} />
                </td>
                <td className="num">
                  <Figure value={shares.riskParity} kind="percent" reason={UNKNOWN} />
                </td>
                <td className="hide-s">
                  <Bar shares={shares} heaviest={heaviest} />
                </td>
                <td className="num strong">
                  <Figure value={h.target_weight} kind="percent" />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>Sum</td>
              <td />
              {(['momentum', 'marketCap'] as const).map((key) => (
                <td key={key} className="num">
                  <Figure
                    value={rows.reduce((sum, { shares }) => sum + (shares[key] ?? NaN), 0)}
                    kind="percent"
                  />
                </td>
              ))}
              <td />
              <td className="num">
                <Figure
                  value={rows.reduce((sum, { shares }) => sum + (shares.riskParity ?? NaN), 0)}
                  kind="percent"
                />
              </td>
              <td className="hide-s" />
              <td className="num">
                <Figure value={rows.reduce((sum, { h }) => sum + h.target_weight, 0)} kind="percent" />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}
