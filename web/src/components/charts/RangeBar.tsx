// SPDX-License-Identifier: Apache-2.0
'use client';

import { DateRange } from '@/components/charts/DateRange';
import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import { Segmented } from '@/components/ui/Segmented';
import type { DashboardView, ViewChange } from '@/hooks/useDashboardView';
import { RANGES, type Span } from '@/lib/ranges';
import type { Variant } from '@/types/api';

interface RangeBarProps {
  view: DashboardView;
  change: (change: ViewChange) => void;
  /** First and last session there is, and the range on show. */
  whole: Span | null;
  span: Span | null;
  log: boolean;
  onCsv: (() => void) | null;
}

const NO_PRICE = 'The data hold dividend-adjusted closes only, so a price-return level does not exist';
const RANGE_OPTIONS = RANGES.map((range) => ({ value: range, label: range }));
const VARIANTS: readonly { value: Variant; label: string; disabled?: string }[] = [
  { value: 'total', label: 'Total' },
  { value: 'net', label: 'Net of costs' },
  { value: 'price', label: 'Price', disabled: NO_PRICE },
];
const SCALES = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
] as const;

export function RangeBar({ view, change, whole, span, log, onCsv }: RangeBarProps) {
  return (
    <div className="bar" role="toolbar" aria-label="Range and variant">
      <Segmented
        label="Range"
        options={RANGE_OPTIONS}
        value={view.range}
        onChange={(range) => change({ range, from: null, to: null })}
      />
      <DateRange whole={whole} span={span} onApply={(from, to) => change({ range: null, from, to })} />
      <span className="grow" />
      <Segmented
        label="Variant"
        options={VARIANTS}
        value={view.variant}
        onChange={(variant) => variant !== 'price' && change({ variant })}
      />
      <Button
        small
        className="toggle"
        aria-pressed={view.bench}
        onClick={() => change({ bench: !view.bench })}
      >
        S&amp;P 500
      </Button>
      <Segmented
        label="Scale"
        options={SCALES}
        value={log ? 'log' : 'linear'}
        onChange={(scale) => change({ log: scale === 'log' })}
      />
      <Button
        small
        look="ghost"
        className="toggle"
        aria-pressed={view.table}
        onClick={() => change({ table: !view.table })}
      >
        <Icon name="table" />
        Table
      </Button>
      <Button small look="ghost" disabled={!onCsv} onClick={() => onCsv?.()}>
        <Icon name="save" />
        CSV
      </Button>
    </div>
  );
}
