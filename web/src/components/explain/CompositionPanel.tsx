// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { WeightsArea } from '@/components/charts/WeightsArea';
import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Link } from '@/components/ui/Link';
import { Pager } from '@/components/ui/Pager';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { Segmented } from '@/components/ui/Segmented';
import { Skeleton } from '@/components/ui/Skeleton';
import { useWeights } from '@/hooks/useExplain';
import { useAssets } from '@/hooks/usePortfolioData';
import { groupWeights, monthlyAverages, OTHER, stepOf, weightsCsv, windowAround } from '@/lib/composition';
import { download } from '@/lib/csv';
import { day, figure } from '@/lib/format';
import { explainHref } from '@/lib/links';
import { NO_SECTOR, sectorColour } from '@/lib/sectors';
import { indexAtOrBefore } from '@/lib/series';
import type { Asset, DatedWeights } from '@/types/api';
import type { Series } from '@/types/series';

const MOST = 8;
const PAGE = 12;
const WINDOWS = [
  { value: '1', label: '1Y' },
  { value: '5', label: '5Y' },
  { value: 'all', label: 'Max' },
] as const;
const GROUPINGS = [
  { value: 'sector', label: 'By sector' },
  { value: 'stock', label: 'By stock' },
] as const;
type Grouping = (typeof GROUPINGS)[number]['value'];

interface ViewProps {
  items: readonly DatedWeights[];
  assets: readonly Asset[];
  monthly: boolean;
  grouping: Grouping;
  table: boolean;
  levels: Series;
  date: string;
  choose: (date: string) => void;
}

function WeightsView({ items, assets, monthly, grouping, table, levels, date, choose }: ViewProps) {
  const [page, setPage] = useState(0);
  const groups = useMemo(() => {
    const sectors = new Map(assets.map((asset) => [asset.symbol, asset.sector ?? NO_SECTOR]));
    const groupOf = (symbol: string) => (grouping === 'stock' ? symbol : (sectors.get(symbol) ?? NO_SECTOR));
    return groupWeights(monthly ? monthlyAverages(items) : items, groupOf, MOST);
  }, [assets, items, monthly, grouping]);
  const colours = groups.names.map((name, i) => {
    if (name === OTHER) return 'var(--text-3)';
    return grouping === 'sector' ? sectorColour(name) : `var(--cat-${i + 1})`;
  });
  if (groups.rows.length < 2) return <p className="muted">Fewer than two dates in this window.</p>;

  if (table) {
    const newest = [...groups.rows].reverse();
    return (
      <>
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{monthly ? 'Month to' : 'Session'}</th>
                {groups.names.map((name) => (
                  <th key={name} scope="col" className="num">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {newest.slice(page * PAGE, (page + 1) * PAGE).map((row) => (
                <tr key={row.date}>
                  <td>
                    <Link className="linkish" href={explainHref({ date: row.date })}>
                      {row.date}
                    </Link>
                  </td>
                  {row.weights.map((weight, g) => (
                    <td key={groups.names[g]} className="num">
                      <Figure value={weight} kind="percent" />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Pager
          what={monthly ? 'months' : 'sessions'}
          page={Math.min(page, Math.ceil(newest.length / PAGE) - 1)}
          size={PAGE}
          total={newest.length}
          onPage={setPage}
        />
      </>
    );
  }
  const last = groups.rows.at(-1)!;
  return (
    <WeightsArea
      groups={groups}
      colours={colours}
      monthly={monthly}
      marked={date}
      sessionAt={(wanted) => levels[Math.max(0, indexAtOrBefore(levels, wanted))]!.date}
      onPick={choose}
      summary={`Weights ${grouping === 'sector' ? 'by sector' : 'by stock'} from ${day(groups.rows[0]!.date)} to ${day(last.date)}; at the end ${groups.names
        .map((name, g) => `${name} ${figure(last.weights[g], 'percent1')}`)
        .join(', ')}`}
    />
  );
}

interface CompositionPanelProps {
  levels: Series | undefined;
  date: string;
  choose: (date: string) => void;
}

/** What the index was made of, around the session that is explained. */
export function CompositionPanel({ levels, date, choose }: CompositionPanelProps) {
  const [years, setYears] = useState<(typeof WINDOWS)[number]['value']>('5');
  const [grouping, setGrouping] = useState<Grouping>('sector');
  const [table, setTable] = useState(false);
  const span = useMemo(
    () => (levels ? windowAround(levels, date, years === 'all' ? null : Number(years)) : null),
    [levels, date, years],
  );
  const query = useWeights(span);
  const assets = useAssets();
  const monthly = span !== null && stepOf(span) === 'week';
  const words = span
    ? `${day(span.from)} to ${day(span.to)}, ${monthly ? 'monthly averages of the weeks' : 'every session'}`
    : undefined;
  return (
    <Panel
      title="Composition over time"
      caption={words}
      className="composition"
      actions={
        <>
          <Segmented label="Groups" options={GROUPINGS} value={grouping} onChange={setGrouping} />
          <Segmented label="Window" options={WINDOWS} value={years} onChange={setYears} />
          <Button small look="ghost" className="toggle" aria-pressed={table} onClick={() => setTable(!table)}>
            <Icon name="table" />
            Table
          </Button>
          <Button
            small
            look="ghost"
            disabled={!query.data}
            onClick={() =>
              download(`autoindex-weights-${span!.from}-${span!.to}.csv`, weightsCsv(query.data!.items))
            }
          >
            <Icon name="save" />
            CSV
          </Button>
        </>
      }
    >
      <QueryView
        query={query}
        what="The weights"
        skeleton={<Skeleton height={300} label="Loading the weights" />}
      >
        {({ items }) => (
          <QueryView
            query={assets}
            what="The sectors"
            skeleton={<Skeleton height={300} label="Loading the sectors" />}
          >
            {(known) => (
              <WeightsView
                items={items}
                assets={known.items}
                monthly={monthly}
                grouping={grouping}
                table={table}
                levels={levels ?? []}
                date={date}
                choose={choose}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </Panel>
  );
}
