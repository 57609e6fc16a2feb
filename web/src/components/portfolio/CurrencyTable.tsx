// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useCurrencyRates } from '@/hooks/useSimulation';
import { figure } from '@/lib/format';
import { rate } from '@/lib/money';
import type { CurrencyRate, Simulation } from '@/types/api';

type Column = 'currency' | 'effect' | 'became';

interface Row {
  readonly rate: CurrencyRate;
  readonly effect: number;
  readonly became: number;
  readonly growth: number;
}

const BAR = 40;

/** To the right for a gain, to the left for a loss; logarithmic, so that halving and doubling are as long. */
function EffectBar({ effect, low, high }: { effect: number; low: number; high: number }) {
  const scale = BAR / (high - low || 1);
  const zero = -low * scale;
  return (
    <svg className="bars" width={BAR} height={8} aria-hidden="true">
      <rect
        x={effect < 0 ? zero + effect * scale : zero}
        width={Math.max(1, Math.abs(effect) * scale)}
        height={8}
        fill={effect < 0 ? 'var(--loss)' : 'var(--gain)'}
      />
    </svg>
  );
}

function rowsOf(items: readonly CurrencyRate[], result: Simulation): Row[] {
  const index = result.end_value / result.start_value;
  return items.flatMap((item) => {
    if (item.start === null || item.end === null) return [];
    const growth = (index * item.end) / item.start;
    return [
      { rate: item, effect: item.end / item.start - 1, growth, became: result.amount_initial * growth },
    ];
  });
}

interface CurrencyTableProps {
  result: Simulation;
  choose: (currency: string) => void;
}

/** The same number of units of each currency, whatever they were worth. */
export function CurrencyTable({ result, choose }: CurrencyTableProps) {
  const query = useCurrencyRates(result.start_date, result.end_date);
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'became', down: true });
  const rows = useMemo(() => {
    const sign = sort.down ? -1 : 1;
    return rowsOf(query.data?.items ?? [], result).sort((a, b) =>
      sort.by === 'currency'
        ? sign * a.rate.currency.localeCompare(b.rate.currency)
        : sign * (a[sort.by] - b[sort.by]),
    );
  }, [query.data, result, sort]);
  const low = Math.min(0, ...rows.map((r) => Math.log1p(r.effect)));
  const high = Math.max(0, ...rows.map((r) => Math.log1p(r.effect)));
  const head = (by: Column, label: string, className?: string) => (
    <th
      scope="col"
      className={className}
      aria-sort={sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => setSort({ by, down: sort.by === by ? !sort.down : by !== 'currency' })}
      >
        {label}
        {sort.by === by && (sort.down ? ' ↓' : ' ↑')}
      </button>
    </th>
  );
  const first = figure(result.amount_initial, Number.isInteger(result.amount_initial) ? 'count' : 'level');
  return (
    <Panel
      title={
        result.contributions_count > 0
          ? `The first ${first} alone, in other currencies`
          : `The same ${first} in other currencies`
      }
      caption="units per US dollar"
    >
      <QueryView query={query} what="The exchange rates" skeleton={<SkeletonRows rows={20} />}>
        {() => (
          <div className="scroll">
            <table className="tight">
              <thead>
                <tr>
                  {head('currency', 'Currency')}
                  <th scope="col" className="hide-s">
                    Name
                  </th>
                  <th scope="col" className="num hide-s">
                    Start
                  </th>
                  <th scope="col" className="num hide-s">
                    End
                  </th>
                  <th scope="col" className="hide-s">
                    Effect
                  </th>
                  {head('effect', 'Currency', 'num')}
                  {head('became', 'Became', 'num')}
                  <th scope="col" className="num">
                    Return
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ rate: item, effect, became, growth }) => (
                  <tr key={item.currency} className={item.currency === result.currency ? 'sel' : undefined}>
                    <td className="sym">
                      <button
                        type="button"
                        className="linkish"
                        aria-current={item.currency === result.currency ? 'true' : undefined}
                        onClick={() => choose(item.currency)}
                      >
                        {item.currency}
                      </button>
                    </td>
                    <td className="name hide-s">{item.name}</td>
                    <td className="num muted hide-s">{rate(item.start)}</td>
                    <td className="num muted hide-s">{rate(item.end)}</td>
                    <td className="hide-s">
                      <EffectBar effect={Math.log1p(effect)} low={low} high={high} />
                    </td>
                    <td className="num">
                      {item.currency === 'USD' ? (
                        <Figure value={null} kind="percent1" reason="the index is in US dollars" />
                      ) : (
                        <Figure value={effect} kind="percent1" signed tone />
                      )}
                    </td>
                    <td className="num">
                      <Figure value={became} kind="count" amount />
                    </td>
                    <td className="num">
                      <Figure value={growth - 1} kind="percent1" signed />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
