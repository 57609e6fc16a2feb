// SPDX-License-Identifier: Apache-2.0
'use client';

import { usePreferences } from '@/hooks/usePreferences';
import { money } from '@/lib/money';

interface MoneyProps {
  value: number | null;
  currency: string;
  decimals?: number;
}

/** An amount of money; hidden with the eye in the top bar. */
export function Money({ value, currency, decimals }: MoneyProps) {
  const { hideAmounts } = usePreferences();
  if (hideAmounts) return <span aria-label="hidden">•••••</span>;
  return <>{money(value, currency, decimals)}</>;
}
