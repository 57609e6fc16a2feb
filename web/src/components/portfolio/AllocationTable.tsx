// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { useMemo, useState } from 'react';
import { AssetSparkline } from '@/components/portfolio/AssetSparkline';
import { WeightBar } from '@/components/portfolio/WeightBar';
import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { addMonths } from '@/lib/dates';
import { download, toCsv } from '@/lib/csv';
import { day } from '@/lib/format';
import { explainHref } from '@/lib/links';
import { sectorColour } from '@/lib/sectors';
import { shortName } from '@/lib/utils';
import type { Allocation, IndexCurrent } from '@/types/api';

type Column = 'symbol' | 'weight' | 'target_weight' | 'weight_change' | 'daily_return' | 'ytd_return';

interface Head {
  readonly by?: Column;
  readonly label: string;
  readonly className?: string;
}

const HEADS: readonly Head[] = [
  { by: 'symbol', label: 'Symbol' },
  { label: 'Name, sector colour', className: 'hide-s' },
  { by: 'weight', label: 'Weight', className: 'num' },
  { label: 'Now, target', className: 'hide-s' },
  { by: 'target_weight', label: 'Target', className: 'num hide-s' },
  { by: 'weight_change', label: 'Change, pp', className: 'num hide-s' },
  { by: 'daily_return', label: 'Day', className: 'num' },
  { by: 'ytd_return', label: 'YTD', className: 'num' },
  { label: '1 year', className: 'num hide-s' },
];

function sortBy(allocations: readonly Allocation[], by: Column, down: boolean): Allocation[] {
  return [...allocations].sort((a, b) => {
    const x = a[by];
    const y = b[by];
    if (x === y) return 0;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y === down ? 1 : -1;
  });
}

function save(current: IndexCurrent): void {
  const rows = current.allocations.map((a) => [
    a.symbol,
    a.name,
    a.sector,
    a.weight,
    a.target_weight,
    a.weight_change,
    a.daily_return,
    a.ytd_return,
  ]);
  const head = [
    'symbol',
    'name',
    'sector',
    'weight',
    'target_weight',
    'weight_change',
    'daily_return',
    'ytd_return',
  ];
  download(`autoindex-allocations-${current.date}.csv`, toCsv(head, rows));
}

export function AllocationTable({ current }: { current: IndexCurrent }) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'weight', down: true });
  const rows = useMemo(() => sortBy(current.allocations, sort.by, sort.down), [current, sort]);
  const heaviest = Math.max(...current.allocations.map((a) => Math.max(a.weight, a.target_weight ?? 0)));
  const yearAgo = addMonths(current.date, -12);

  return (
    <Panel
      title="Allocations"
      caption={`${day(current.date)}, drifted since the rebalance effective ${day(current.effective_date)}`}
      actions={
        <button type="button" className="linkish" onClick={() => save(current)}>
          CSV
        </button>
      }
    >
      <div className="scroll">
        <table>
          <thead>
            <tr>
              {HEADS.map(({ by, label, className }) => (
                <th
                  key={label}
                  scope="col"
                  className={className}
                  aria-sort={by && sort.by === by ? (sort.down ? 'descending' : 'ascending') : undefined}
                >
                  {by ? (
                    <button
                      type="button"
                      className="sort"
                      onClick={() => setSort({ by, down: sort.by === by ? !sort.down : by !== 'symbol' })}
                    >
                      {label}
                      {sort.by === by && (sort.down ? ' ↓' : ' ↑')}
                    </button>
                  ) : (
                    label
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((a) => (
              <tr key={a.symbol}>
                <td className="sym">
                  <Link href={`/asset/?symbol=${encodeURIComponent(a.symbol)}`}>{a.symbol}</Link>
                </td>
                <td className="hide-s name" title={a.name}>
                  <span
                    className="sw mr-2"
                    style={{ background: sectorColour(a.sector) }}
                    title={a.sector ?? undefined}
                  />
                  {shortName(a.name)}
                </td>
                <td className="num">
                  <Link href={explainHref({ date: current.date, symbol: a.symbol })}>
                    <Figure value={a.weight} kind="percent" />
                  </Link>
                </td>
                <td className="hide-s">
                  <WeightBar
                    weight={a.weight}
                    target={a.target_weight}
                    heaviest={heaviest}
                    colour={sectorColour(a.sector)}
                  />
                </td>
                <td className="num hide-s">
                  <Figure value={a.target_weight} kind="percent" reason="not in the last rebalance" />
                </td>
                <td className="num hide-s">
                  <Figure value={a.weight_change} kind="points" signed reason="no rebalance before" />
                </td>
                <td className="num">
                  <Figure value={a.daily_return} kind="percent" signed tone reason="no price of the day" />
                </td>
                <td className="num">
                  <Figure
                    value={a.ytd_return}
                    kind="percent"
                    signed
                    tone
                    reason="no price at the end of last year"
                  />
                </td>
                <td className="num hide-s">
                  <AssetSparkline symbol={a.symbol} from={yearAgo} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
