// SPDX-License-Identifier: Apache-2.0
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import { day } from '@/lib/format';
import type { Explained, ExplainedEvent } from '@/types/api';

function Item({ event }: { event: ExplainedEvent }) {
  return (
    <div>
      <code>{event.code}</code>
      {event.symbol && <b> {event.symbol}</b>}
      <p>{event.message}</p>
    </div>
  );
}

/** What the rules had to do at the rebalance that the holdings come from, and what was flagged on the day. */
export function ExplainEvents({ explained: e }: { explained: Explained }) {
  const groups = [
    { label: day(e.date), events: e.events, empty: 'Nothing was flagged on this session.' },
    {
      label: day(e.rebalance.effective_date),
      events: e.rebalance.events,
      empty: 'The rebalance went without an event.',
    },
  ];
  return (
    <Panel
      title="Events"
      caption="of the session and of its rebalance"
      actions={<Link href="/methodology/#events">Codes</Link>}
    >
      <ul className="events">
        {groups.map(({ label, events, empty }, i) => (
          <li key={i}>
            <span>
              {label}
              {i === 1 && (
                <>
                  <br />
                  rebalance
                </>
              )}
            </span>
            <div className="grid gap-2">
              {events.length ? (
                events.map((event) => <Item key={`${event.code} ${event.symbol}`} event={event} />)
              ) : (
                <p>{empty}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
