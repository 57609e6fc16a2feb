// SPDX-License-Identifier: Apache-2.0
import { EVENTS, type EventText } from '@/constants/events';

/** What a session can be flagged with, in the words of the API. */
const FLAGS: readonly EventText[] = [
  {
    code: 'outlier',
    sentence: 'The return lies far outside those of the 60 sessions before.',
    meaning: 'By deviations that a few wild days do not widen; how many is a setting of the strategy.',
  },
  {
    code: 'return_above',
    sentence: 'The return is above the highest that is taken without a flag.',
    meaning: 'Often a split or a merger that the data does not know. The price counts all the same.',
  },
  {
    code: 'return_below',
    sentence: 'The return is below the lowest that is taken without a flag.',
    meaning: 'As above, downwards.',
  },
  {
    code: 'daily_drop',
    sentence: 'The index fell by more than the alert threshold.',
    meaning: 'The one alert on the index itself. It changes no level.',
  },
];

function List({ events }: { events: readonly EventText[] }) {
  return (
    <dl>
      {events.map(({ code, sentence, meaning }) => (
        <div key={code} id={code}>
          <dt>
            <code>{code}</code>
          </dt>
          <dd>
            <b>{sentence}</b> {meaning}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function EventGlossary() {
  return (
    <section id="events" aria-labelledby="events-title">
      <h2 id="events-title">Event codes</h2>
      <p>
        Where a rule could not be followed to the letter, the rebalance records why. The codes are the same in
        the API, on the chart and in the list of events.
      </p>
      <List events={EVENTS} />
      <p>What looks odd on a session is flagged with one of these, and changed by none.</p>
      <List events={FLAGS} />
    </section>
  );
}
