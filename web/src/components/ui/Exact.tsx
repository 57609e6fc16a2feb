// SPDX-License-Identifier: Apache-2.0
'use client';

import { usePreferences } from '@/hooks/usePreferences';
import { exact } from '@/lib/exact';
import { DASH } from '@/lib/format';

interface ExactProps {
  value: number | null | undefined;
  decimals?: number;
  /** Amounts can be hidden with the eye in the top bar. */
  amount?: boolean;
  reason?: string;
}

/** A number with all its digits; those past the second decimal stand back. */
export function Exact({ value, decimals, amount = false, reason }: ExactProps) {
  const { hideAmounts } = usePreferences();
  if (value === null || value === undefined || !Number.isFinite(value))
    return (
      <span className="muted" title={reason}>
        {DASH}
        {reason && <span className="sr"> {reason}</span>}
      </span>
    );
  if (amount && hideAmounts) return <span aria-label="hidden">•••••</span>;
  const [head, tail] = exact(value, decimals);
  return (
    <>
      {head}
      {tail && <span className="digits">{tail}</span>}
    </>
  );
}
