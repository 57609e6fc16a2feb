// SPDX-License-Identifier: Apache-2.0
'use client';

import { usePreferences } from '@/hooks/usePreferences';
import { DASH, figure, KINDS, shownSign, type Kind } from '@/lib/format';

interface FigureProps {
  value: number | null | undefined;
  kind: Kind;
  signed?: boolean;
  /** Colour by sign; only for what is good or bad for the reader. */
  tone?: boolean;
  /** Amounts can be hidden with the eye in the top bar. */
  amount?: boolean;
  reason?: string;
}

const HIDDEN = '•••••';
const TONES = { '-1': 'loss', 0: 'text-flat', 1: 'gain' } as const;

/** A number on a page; a missing one is a dash with its reason. */
export function Figure({ value, kind, signed = false, tone = false, amount = false, reason }: FigureProps) {
  const { hideAmounts } = usePreferences();
  if (value === null || value === undefined) {
    return (
      <span className="muted" title={reason}>
        {DASH}
        {reason && <span className="sr"> {reason}</span>}
      </span>
    );
  }
  if (amount && hideAmounts) return <span aria-label="hidden">{HIDDEN}</span>;
  const shown = figure(value, kind, signed);
  if (!tone) return <>{shown}</>;
  const { decimals, scale } = KINDS[kind];
  return <span className={TONES[shownSign(value * scale, decimals)]}>{shown}</span>;
}
