// SPDX-License-Identifier: Apache-2.0
'use client';

import { Figure } from '@/components/ui/Figure';
import { day } from '@/lib/format';
import { counted, figureOf, lookOf } from '@/lib/risk';
import { cn } from '@/lib/utils';
import type { RiskDefinition, RiskRow } from '@/types/risk';

interface MetricCardProps {
  definition: RiskDefinition;
  row: RiskRow | undefined;
  /** Why the value is missing or limited. */
  reason: string | undefined;
  benchmarkName: string;
  /** The address names it. */
  aimed: boolean;
  open: boolean;
  toggle: () => void;
}

/** One metric: its value, what it means, how it is computed and on what it rests. */
export function MetricCard(props: MetricCardProps) {
  const { definition, row, reason, benchmarkName, aimed, open, toggle } = props;
  const { metric, name, meaning, formula, convention } = definition;
  const { kind, signed, tone } = lookOf(definition);
  const value = figureOf(row, metric);
  const rests = [
    definition.minimum_observations > 0 && `at least ${counted(definition.minimum_observations, 'return')}`,
    definition.needs_benchmark && row && `${benchmarkName}, ${row.benchmark_basis}`,
    definition.needs_rate && row?.rf_until && `rate until ${day(row.rf_until)}`,
  ].filter(Boolean);
  return (
    <article
      id={metric}
      tabIndex={-1}
      aria-labelledby={`${metric}-name`}
      className={cn('metric', aimed && 'aimed', open && 'open')}
    >
      <div className="mhead">
        <h3 id={`${metric}-name`}>
          <button type="button" aria-expanded={open} onClick={toggle}>
            {name}
          </button>
        </h3>
        <span className="mfig" data-testid={`card-${metric}`}>
          <Figure value={value} kind={kind} signed={signed} tone={tone} reason={reason} />
        </span>
      </div>
      {reason && <p className="mreason">{reason}</p>}
      <p>{meaning}</p>
      <p className="mono mformula">{formula}</p>
      <p className="mrests">
        {rests.join('; ')}
        {convention && <code>{convention}</code>}
      </p>
    </article>
  );
}
