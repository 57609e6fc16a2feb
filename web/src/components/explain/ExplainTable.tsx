// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { SymbolButton } from '@/components/explain/SymbolButton';
import { Exact } from '@/components/ui/Exact';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { columnDecimals, decimalsOf } from '@/lib/exact';
import { recompute } from '@/lib/explain';
import { day } from '@/lib/format';
import type { Explained, ExplainedHolding } from '@/types/api';

type Column = 'symbol' | 'units' | 'price' | 'value' | 'weight';

const HEADS: readonly { by?: Column; label: string; className?: string }[] = [
  { by: 'symbol', label: 'Symbol' },
  { by: 'units', label: 'Units', className: 'num' },
  { label: '', className: 'hide-s' },
  { by: 'price', label: 'Adjusted close', className: 'num' },
  { label: '', className: 'hide-s' },
  { label: 'FX', className: 'num hide-s' },
  { label: '', className: 'hide-s' },
  { by: 'value', label: 'Value', className: 'num' },
  { by: 'weight', label: 'Weight', className: 'num' },
];

function sorted(holdings: readonly ExplainedHolding[], by: Column, down: boolean): ExplainedHolding[] {
  return [...holdings].sort((a, b) => {
    const x = a[by];
    const y = b[by];
    if (x === y) return 0;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y === down ? 1 : -1;
  });
}

interface ExplainTableProps {
  explained: Explained;
  symbol: string | null;
  trace: (symbol: string) => void;
}

/** Units times prices; a row leads to the trace of its weight. */
export function ExplainTable({ explained: e, symbol, trace }: ExplainTableProps) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'value', down: true });
  const rows = useMemo(() => sorted(e.holdings, sort.by, sort.down), [e, sort]);
  const decimals = useMemo(
    () =>
      columnDecimals(
        e.holdings.map((h) => h.price),
        3,
      ),
    [e],
  );
  const done = useMemo(() => recompute(e), [e]);
  const dollars = e.holdings.every((h) => h.fx_rate === 1);
  return (
    <Panel
      title="Units times prices"
      caption={`${dollars ? 'US dollars, so every FX rate is 1; ' : ''}a row shows where its weight comes from`}
    >
      <div className="scroll">
        <table className="full9">
          <thead>
            <tr>
              {HEADS.map(({ by, label, className }, i) =>
                by ? (
                  <th
                    key={label}
                    scope="col"
                    className={className}
                    aria-sort={sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}
                  >
                    <button
                      type="button"
                      className="sort"
                      onClick={() => setSort({ by, down: sort.by === by ? !sort.down : by !== 'symbol' })}
                    >
                      {label}
                      {sort.by === by && (sort.down ? ' ↓' : ' ↑')}
                    </button>
                  </th>
                ) : label ? (
                  <th key={label} scope="col" className={className}>
                    {label}
                  </th>
                ) : (
                  <td key={i} className={className} />
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((h) => (
              <tr
                key={h.symbol}
                className={h.symbol === symbol ? 'sel row' : 'row'}
                onClick={() => trace(h.symbol)}
              >
                <td className="sym">
                  <SymbolButton symbol={h.symbol} name={h.name} chosen={h.symbol === symbol} trace={trace} />
                </td>
                <td className="num">
                  <Exact value={h.units} />
                </td>
                <td className="num muted hide-s">×</td>
                <td className="num">
                  {h.carried && (
                    <span className="tag w mr-2" title="No close on this session: the last one counts">
                      of {day(h.price_date)}
                    </span>
                  )}
                  <Exact value={h.price} decimals={decimals} reason="no price yet" />
                </td>
                <td className="num muted hide-s">×</td>
                <td className="num muted hide-s">
                  <Exact value={h.fx_rate} decimals={decimalsOf(h.fx_rate)} />
                </td>
                <td className="num muted hide-s">=</td>
                <td className="num strong">
                  <Exact value={h.value} amount reason="no price yet" />
                </td>
                <td className="num">
                  <Figure value={h.weight} kind="percent" reason="no price yet" />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>Sum</td>
              <td colSpan={2} className="sumgap" />
              <td colSpan={4} className="sumgap" />
              <td className="num" data-testid="explained-sum">
                <Exact value={done.value} amount />
              </td>
              <td className="num">
                <Figure value={e.holdings.reduce((sum, h) => sum + (h.weight ?? 0), 0)} kind="percent" />
              </td>
            </tr>
            <tr>
              <td>Level</td>
              <td className="num muted" colSpan={2}>
                ÷ <Exact value={e.divisor} decimals={decimalsOf(e.divisor)} />
              </td>
              <td colSpan={4} className="sumgap" />
              <td className="num" data-testid="explained-quotient">
                <Exact value={done.level} amount />
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="note mt-2.5">
        Added up in this browser with every digit, in the order of the API; lines are shown to nine decimals.
      </p>
    </Panel>
  );
}
