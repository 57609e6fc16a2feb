// SPDX-License-Identifier: Apache-2.0
'use client';

import { Link } from '@/components/ui/Link';
import { useEffect, useMemo, useRef, useState } from 'react';
import { figure } from '@/lib/format';
import { heatColour, HEAT_COLOURS } from '@/lib/heat';
import { quantile } from '@/lib/metrics';
import { bySector, sectorColour } from '@/lib/sectors';
import { squarify, type Box } from '@/lib/treemap';
import type { Allocation } from '@/types/api';

const BAND = 4;
const GAP = 1;

interface Tile extends Box {
  readonly allocation: Allocation;
}

function layOut(allocations: readonly Allocation[], width: number, height: number) {
  const sectors = squarify(bySector(allocations), (row) => row.weight, { x: 0, y: 0, width, height });
  const tiles: Tile[] = sectors.flatMap((sector) => {
    const inner = { ...sector, y: sector.y + BAND, height: Math.max(sector.height - BAND, 1) };
    return squarify(sector.item.stocks, (a) => a.weight, inner).map(({ item, ...box }) => ({
      ...box,
      allocation: item,
    }));
  });
  return { sectors, tiles };
}

/** Nine holdings in ten lie within the scale; the others take its last colour. */
function limitOf(allocations: readonly Allocation[]): number {
  const moves = allocations.map((a) => Math.abs(a.daily_return ?? 0)).sort((a, b) => a - b);
  const most = moves.length ? quantile(moves, 0.9) : 0;
  return Math.max(Math.ceil(most * 1000) / 1000, 0.001);
}

export function AllocationTreemap({ allocations }: { allocations: readonly Allocation[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 344, height: 244 });
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      setSize({ width, height });
    });
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);

  const { sectors, tiles } = useMemo(() => layOut(allocations, size.width, size.height), [allocations, size]);
  const limit = limitOf(allocations);

  return (
    <>
      <div
        ref={box}
        className="treemap"
        role="group"
        aria-label="Holdings by sector and weight, coloured by the day’s return"
      >
        {sectors.map(({ item, x, y, width }) => (
          <i
            key={item.sector}
            style={{ left: x, top: y, width: width - GAP, background: sectorColour(item.sector) }}
          />
        ))}
        {tiles.map(({ allocation: a, x, y, width, height }) => {
          const narrow = width < 42;
          return (
            <Link
              key={a.symbol}
              href={`/asset/?symbol=${encodeURIComponent(a.symbol)}`}
              title={`${a.name}: ${figure(a.weight, 'percent')}, day ${figure(a.daily_return, 'percent', true)}`}
              aria-label={`${a.symbol}, ${figure(a.weight, 'percent')}, day ${figure(a.daily_return, 'percent', true)}`}
              style={{
                left: x,
                top: y,
                width: Math.max(width - GAP, 1),
                height: Math.max(height - GAP, 1),
                background: heatColour(a.daily_return, limit),
                ...(narrow ? { fontSize: 10, padding: '3px 2px' } : {}),
              }}
            >
              {width > 26 && height > 16 && <b>{a.symbol}</b>}
              {width > 32 && height > 31 && <span>{figure(a.weight, 'percent1')}</span>}
              {width > 46 && height > 44 && <span>{figure(a.daily_return, 'percent', true)}</span>}
            </Link>
          );
        })}
      </div>
      <div className="scale">
        <span>{figure(-limit, 'percent1', true)}</span>
        <span aria-hidden="true">
          {HEAT_COLOURS.map((colour) => (
            <i key={colour} style={{ background: colour }} />
          ))}
        </span>
        <span>{figure(limit, 'percent1', true)}</span>
      </div>
    </>
  );
}
