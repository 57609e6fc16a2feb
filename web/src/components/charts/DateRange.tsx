// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Icon } from '@/components/ui/Icon';
import { lazily } from '@/components/ui/lazily';
import { day } from '@/lib/format';
import type { Span } from '@/lib/ranges';

const DatePopover = lazily(() => import('@/components/charts/DatePopover'));

interface DateRangeProps {
  whole: Span | null;
  span: Span | null;
  onApply: (from: string, to: string) => void;
}

/** The range in words; opens a form for one's own, whose code comes with the first click. */
export function DateRange({ whole, span, onApply }: DateRangeProps) {
  const [wanted, setWanted] = useState(false);
  const words = (
    <>
      {span ? `${day(span.from)} to ${day(span.to)}` : 'Dates'}
      <Icon name="down" />
    </>
  );
  if (wanted && whole) return <DatePopover trigger={words} whole={whole} span={span} onApply={onApply} />;
  return (
    <button
      type="button"
      className="btn sm"
      aria-haspopup="dialog"
      aria-expanded="false"
      disabled={!whole}
      onClick={() => setWanted(true)}
    >
      {words}
    </button>
  );
}
