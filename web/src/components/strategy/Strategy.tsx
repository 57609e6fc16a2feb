// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { StrategyDesk } from '@/components/strategy/StrategyDesk';
import { ErrorPanel } from '@/components/ui/ErrorPanel';
import { Skeleton } from '@/components/ui/Skeleton';
import { useConfig } from '@/hooks/usePortfolioData';
import { useStrategyFields } from '@/hooks/useStrategyData';
import type { Settings } from '@/lib/strategy';

/** Waits for the fields and what is in force; the page proper begins when both are there. */
export function Strategy() {
  const fields = useStrategyFields();
  const config = useConfig();
  const items = fields.data?.items;
  const current = config.data;
  const force = useMemo(
    (): Settings | null =>
      items && current
        ? Object.fromEntries(items.map(({ name }) => [name, current[name as keyof typeof current] as number]))
        : null,
    [items, current],
  );
  if (items && current && force)
    return <StrategyDesk fields={items} force={force} version={current.version ?? 0} />;
  const error = fields.error ?? config.error;
  if (error)
    return (
      <div className="p">
        <ErrorPanel
          what="The strategy"
          error={error}
          retry={() => void Promise.all([fields.refetch(), config.refetch()])}
        />
      </div>
    );
  return <Skeleton height={720} label="Loading the strategy" />;
}
