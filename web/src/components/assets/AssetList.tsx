// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Empty } from '@/components/ui/Empty';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Pager } from '@/components/ui/Pager';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useAssets } from '@/hooks/usePortfolioData';
import { DASH, figure } from '@/lib/format';
import { NO_SECTOR, sectorColour } from '@/lib/sectors';
import type { Asset } from '@/types/api';

const PAGE = 40;

function keep(query: string, sector: string): void {
  const wanted = new URLSearchParams();
  if (query) wanted.set('q', query);
  if (sector) wanted.set('sector', sector);
  const search = wanted.toString();
  window.history.replaceState(null, '', window.location.pathname + (search ? `?${search}` : ''));
}

function AssetTable({ items }: { items: readonly Asset[] }) {
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col">Name</th>
            <th scope="col" className="hide-s">
              Sector
            </th>
            <th scope="col" className="hide-s">
              Exchange
            </th>
            <th scope="col">In the index</th>
            <th scope="col" className="hide-s">
              First session
            </th>
            <th scope="col" className="hide-s">
              Last session
            </th>
            <th scope="col" className="num">
              Last close
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((asset) => (
            <tr key={asset.symbol}>
              <td className="sym">
                <Link href={`/asset/?symbol=${encodeURIComponent(asset.symbol)}`}>{asset.symbol}</Link>
              </td>
              <td className="title">{asset.name}</td>
              <td className="hide-s">
                <span className="sw mr-2" style={{ background: sectorColour(asset.sector) }} />
                {asset.sector ?? NO_SECTOR}
              </td>
              <td className="hide-s">{asset.exchange ?? DASH}</td>
              <td>
                {asset.in_index ? <span className="tag a">member</span> : <span className="muted">no</span>}
              </td>
              <td className="hide-s">{asset.first_date ?? DASH}</td>
              <td className="hide-s">{asset.last_date ?? DASH}</td>
              <td className="num">
                <Figure value={asset.last_close} kind="level" reason="no close stored" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function AssetList() {
  const assets = useAssets();
  const initial = useSearchParams();
  const [text, setText] = useState(initial.get('q') ?? '');
  const [sector, setSector] = useState(initial.get('sector') ?? '');
  const [page, setPage] = useState(0);

  const sectors = useMemo(
    () => [...new Set((assets.data?.items ?? []).map((a) => a.sector ?? NO_SECTOR))].sort(),
    [assets.data],
  );
  const found = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return (assets.data?.items ?? []).filter(
      (a) =>
        (!sector || (a.sector ?? NO_SECTOR) === sector) &&
        `${a.symbol} ${a.name}`.toLowerCase().includes(wanted),
    );
  }, [assets.data, text, sector]);

  const filter = (query: string, group: string) => {
    setText(query);
    setSector(group);
    setPage(0);
    keep(query, group);
  };

  return (
    <>
      <div className="bar wraps">
        <div className="find">
          <Icon name="search" />
          <input
            className="in"
            type="search"
            aria-label="Filter by symbol or name"
            placeholder="Symbol or name"
            value={text}
            onChange={(event) => filter(event.target.value, sector)}
          />
        </div>
        <select
          className="in"
          aria-label="Sector"
          value={sector}
          onChange={(event) => filter(text, event.target.value)}
        >
          <option value="">All sectors</option>
          {sectors.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </div>
      <div className="p">
        <QueryView query={assets} what="The list of assets" skeleton={<SkeletonRows rows={20} />}>
          {({ items }) =>
            found.length ? (
              <>
                <AssetTable items={found.slice(page * PAGE, (page + 1) * PAGE)} />
                <Pager
                  what={found.length === items.length ? 'assets' : `of ${items.length} assets, filtered`}
                  page={page}
                  size={PAGE}
                  total={found.length}
                  onPage={setPage}
                />
              </>
            ) : (
              <Empty
                title={
                  text ? `No asset matches “${text}”` : items.length ? 'No asset matches' : 'No asset yet'
                }
                action={(text || sector) && <Button onClick={() => filter('', '')}>Clear filter</Button>}
              >
                {items.length
                  ? `${figure(items.length, 'count')} assets are stored.`
                  : 'Assets come with their prices: import some first.'}
              </Empty>
            )
          }
        </QueryView>
      </div>
    </>
  );
}
