// SPDX-License-Identifier: Apache-2.0
'use client';

import { DateRange } from '@/components/charts/DateRange';
import { Segmented } from '@/components/ui/Segmented';
import { RANGES, type Span } from '@/lib/ranges';
import type { RiskView } from '@/lib/riskView';

interface RiskBarProps {
  view: RiskView;
  change: (next: Partial<RiskView>) => void;
  /** First and last session there is, and the range on show. */
  whole: Span | null;
  span: Span | null;
}

const RANGE_OPTIONS = RANGES.map((range) => ({ value: range, label: range }));
const BASES = [
  { value: 'price', label: 'Price index' },
  { value: 'total', label: 'Total return' },
] as const;

/** The range, and what the benchmark includes: for every panel that does not say otherwise. */
export function RiskBar({ view, change, whole, span }: RiskBarProps) {
  return (
    <div className="bar" role="toolbar" aria-label="Range and benchmark">
      <Segmented
        label="Range"
        options={RANGE_OPTIONS}
        value={view.range}
        onChange={(range) => change({ range, from: null, to: null })}
      />
      <DateRange whole={whole} span={span} onApply={(from, to) => change({ range: null, from, to })} />
      <span className="grow" />
      <span className="riskbasis">
        <span className="muted">S&amp;P 500</span>
        <Segmented
          label="Basis of the benchmark"
          options={BASES}
          value={view.basis}
          onChange={(basis) => change({ basis })}
        />
      </span>
    </div>
  );
}
