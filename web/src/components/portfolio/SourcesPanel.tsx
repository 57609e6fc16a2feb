// SPDX-License-Identifier: Apache-2.0
'use client';

import { Figure } from '@/components/ui/Figure';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useSources } from '@/hooks/usePortfolioData';

/** Where the data come from, under which licence, and when they end. */
export function SourcesPanel() {
  const sources = useSources();
  return (
    <Panel
      title="Data sources"
      caption="where the figures come from and when they end"
      id="sources"
      className="full"
    >
      <QueryView query={sources} what="The list of sources" skeleton={<SkeletonRows rows={4} />}>
        {({ items }) =>
          items.length ? (
            <div className="scroll plain-sources">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Source</th>
                    <th scope="col">Contents</th>
                    <th scope="col" className="hide-s">
                      Kind
                    </th>
                    <th scope="col" className="num hide-s">
                      Series
                    </th>
                    <th scope="col" className="num hide-s">
                      Rows
                    </th>
                    <th scope="col" className="hide-s">
                      First
                    </th>
                    <th scope="col">Last</th>
                    <th scope="col" className="hide-s">
                      Licence
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((item) => (
                    <tr key={`${item.source} ${item.kind} ${item.title}`}>
                      <td className="sym">{item.source}</td>
                      <td>{item.title}</td>
                      <td className="hide-s">{item.kind}</td>
                      <td className="num hide-s">
                        <Figure value={item.series} kind="count" />
                      </td>
                      <td className="num hide-s">
                        <Figure value={item.rows} kind="count" />
                      </td>
                      <td className="nw hide-s">{item.first_date ?? '—'}</td>
                      <td className="nw">{item.last_date ?? '—'}</td>
                      <td className="hide-s">{item.licence}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : (
            <p className="muted">No data yet: import some prices.</p>
          )
        }
      </QueryView>
    </Panel>
  );
}
