// SPDX-License-Identifier: Apache-2.0
'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import type { RiskDistribution } from '@/types/risk';

function Days({ title, days }: { title: string; days: RiskDistribution['best'] }) {
  return (
    <table className="tight days">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className="num">
            Return
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, value }) => (
          <tr key={date}>
            <td>
              <Link href={`/explain/?date=${date}`} title="What moved the level on this day">
                {date}
              </Link>
            </td>
            <td className="num">
              <Figure value={value} kind="percent" signed tone />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The days that a reader asks about, each with the way to its explanation. */
export function DayTable({ query }: { query: UseQueryResult<RiskDistribution> }) {
  return (
    <Panel title="Best and worst days" caption="a date leads to what moved it">
      <QueryView query={query} what="The days" skeleton={<SkeletonRows rows={12} />}>
        {({ best, worst }) => (
          <div className="twodays">
            <Days title="Worst" days={worst} />
            <Days title="Best" days={best} />
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
