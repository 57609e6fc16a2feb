// SPDX-License-Identifier: Apache-2.0
'use client';

import { useMemo } from 'react';
import { Exact } from '@/components/ui/Exact';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { decimalsOf } from '@/lib/exact';
import { recompute } from '@/lib/explain';
import { day, figure } from '@/lib/format';
import type { Explained } from '@/types/api';
import type { Series } from '@/types/series';

interface LevelEquationProps {
  explained: Explained;
  net: boolean;
  levels: Series | undefined;
}

/** The level, what it is a quotient of, and whether the sum done here gives the published level to the last bit. */
export function LevelEquation({ explained: e, net, levels }: LevelEquationProps) {
  const done = useMemo(() => recompute(e), [e]);
  const since = levels?.[0]?.date;
  return (
    <section className="eq" aria-label="The level as an equation">
      <div className="t">
        <span>
          AutoIndex{net ? ', net of costs' : ''}, {day(e.date)}
        </span>
        <div className="lv" data-testid="explained-level">
          <Exact value={net ? e.net_level : e.level} amount />
        </div>
      </div>
      <span className="op">=</span>
      <div className="t">
        <span>{e.holdings.length} units × prices × FX</span>
        <b data-testid="explained-value">
          <Exact value={done.value} amount />
        </b>
      </div>
      <span className="op">÷</span>
      <div className="t">
        <span>Divisor{since ? `, ${day(since)} = 100` : ''}</span>
        <b>
          <Exact value={e.divisor} decimals={decimalsOf(e.divisor)} />
        </b>
      </div>
      {net && (
        <>
          <span className="op">×</span>
          <div className="t">
            <span>1 − cost, over {figure(e.costs, 'count')} rebalances</span>
            <b>
              <Exact value={e.net_factor} decimals={decimalsOf(e.net_factor)} />
            </b>
          </div>
        </>
      )}
      <div className="eqend">
        {done.agrees && e.exact ? (
          <span className="tag g">
            <Icon name="check" />
            agrees with the published level to the last digit
          </span>
        ) : (
          <span className="tag w">
            <Icon name="warn" />
            off by <Exact value={done.level - e.level} /> from the published level: prices were corrected
            since
          </span>
        )}
        <span className="note">
          {e.previous_date ? (
            <>
              <Figure value={e.day_return} kind="percent" signed tone /> {net && 'total return '}since{' '}
              {day(e.previous_date)}
            </>
          ) : (
            'the first session'
          )}
        </span>
      </div>
    </section>
  );
}
