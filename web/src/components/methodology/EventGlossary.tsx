// SPDX-License-Identifier: Apache-2.0
import { EVENTS } from '@/constants/events';

export function EventGlossary() {
  return (
    <section id="events" aria-labelledby="events-title">
      <h2 id="events-title">Event codes</h2>
      <p>
        Where a rule could not be followed to the letter, the rebalance records why. The codes are the same in
        the API, on the chart and in the list of events.
      </p>
      <dl>
        {EVENTS.map(({ code, sentence, meaning }) => (
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
    </section>
  );
}
