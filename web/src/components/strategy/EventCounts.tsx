// SPDX-License-Identifier: Apache-2.0
import { Figure } from '@/components/ui/Figure';
import { Link } from '@/components/ui/Link';
import { Panel } from '@/components/ui/Panel';
import type { Backtests } from '@/hooks/useStrategyBacktests';

/** At how many rebalances the rules had to do something. */
export function EventCounts({ result, version }: { result: Backtests; version: number }) {
  const before = new Map(result.force.events.map(({ code, count }) => [code, count]));
  const now = new Map(result.draft.events.map(({ code, count }) => [code, count]));
  const all = [...result.draft.events, ...result.force.events.filter(({ code }) => !now.has(code))];
  return (
    <Panel
      title="Events"
      caption="what the rules had to do, at how many rebalances"
      actions={<Link href="/methodology/#events">Codes</Link>}
    >
      {all.length === 0 ? (
        <p className="muted">The rebalances went without an event.</p>
      ) : (
        <div className="scroll">
          <table className="evcount">
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col" className="num">
                  Version {version}
                </th>
                {result.differs && (
                  <th scope="col" className="num">
                    Draft
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {all.map(({ code, message }) => (
                <tr key={code}>
                  <td>
                    <code>{code}</code>
                    <span className="muted"> {message}</span>
                  </td>
                  <td className="num">
                    <Figure value={before.get(code) ?? 0} kind="count" />
                  </td>
                  {result.differs && (
                    <td className="num">
                      <Figure value={now.get(code) ?? 0} kind="count" />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
