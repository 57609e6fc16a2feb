// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo, useState } from 'react';
import { HeatTable } from '@/components/charts/HeatTable';
import { Panel } from '@/components/ui/Panel';
import { NoFigures } from '@/components/portfolio/NoFigures';
import { monthlyReturns } from '@/lib/months';
import type { Series } from '@/types/series';

const FIRST = 10;

interface MonthlyHeatmapProps {
  levels: Series | undefined;
  failed: boolean;
  benchmark: Series | undefined;
  benchmarkName: string;
}

export function MonthlyHeatmap({ levels, failed, benchmark, benchmarkName }: MonthlyHeatmapProps) {
  const [all, setAll] = useState(false);
  const rows = useMemo(() => {
    const others = new Map(benchmark && monthlyReturns(benchmark).map(({ year, total }) => [year, total]));
    return levels
      ? monthlyReturns(levels).map((row) => ({ ...row, other: others.get(row.year) ?? null }))
      : [];
  }, [levels, benchmark]);
  return (
    <Panel
      title="Monthly returns"
      caption="percent, calendar years, not tied to the range"
      actions={
        rows.length > FIRST && (
          <button type="button" className="linkish" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Last ${FIRST} years` : `All ${rows.length} years`}
          </button>
        )
      }
    >
      {!levels && <NoFigures failed={failed} rows={10} />}
      {levels && <HeatTable rows={all ? rows : rows.slice(0, FIRST)} benchmarkName={benchmarkName} />}
    </Panel>
  );
}
