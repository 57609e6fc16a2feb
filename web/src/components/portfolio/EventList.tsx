// SPDX-License-Identifier: Apache-2.0
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import { NoFigures } from '@/components/portfolio/NoFigures';
import type { ChartData } from '@/hooks/useChartData';
import { groupEvents, type EventGroup } from '@/lib/events';
import { day, figure } from '@/lib/format';
import { explainHref } from '@/lib/links';

const SHOWN = 6;

function Dates({ group }: { group: EventGroup }) {
  if (group.always) return <> In all {figure(group.dates.length, 'count')} rebalances of the range.</>;
  const rest = group.dates.length - SHOWN;
  return (
    <>
      <br />
      {group.dates.slice(0, SHOWN).map((date, i) => (
        <span key={date}>
          {i > 0 && ', '}
          <Link href={explainHref({ date })}>{day(date)}</Link>
        </span>
      ))}
      {rest > 0 && ` and ${figure(rest, 'count')} before`}.
    </>
  );
}

export function EventList({ data, failed }: { data: ChartData | null | undefined; failed: boolean }) {
  const groups = data ? groupEvents(data.rebalances) : [];
  return (
    <Panel
      title="Events"
      caption="what the rules had to do"
      actions={<Link href="/methodology/#events">Codes</Link>}
    >
      {!data && <NoFigures data={data} failed={failed} rows={6} />}
      {data && groups.length === 0 && (
        <p className="muted">
          {data.rebalances.length
            ? 'The rebalances of the range went without an event.'
            : 'No rebalance took effect in the range.'}
        </p>
      )}
      <ul className="events">
        {groups.map((group) => (
          <li key={group.code}>
            <span>
              {group.always
                ? 'every review'
                : `${figure(group.dates.length, 'count')} ${group.dates.length === 1 ? 'review' : 'reviews'}`}
            </span>
            <div>
              <code>{group.code}</code>
              <p>
                {group.sentence}
                <Dates group={group} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
