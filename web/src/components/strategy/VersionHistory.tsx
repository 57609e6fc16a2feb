// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState, type ReactNode } from 'react';
import { PublishButton } from '@/components/strategy/PublishButton';
import { Button } from '@/components/ui/Button';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { useStrategyVersions, type Gate } from '@/hooks/useStrategyData';
import { day, figure } from '@/lib/format';
import type { Change } from '@/lib/strategy';
import { changeWords, restoreChanges, versionChanges } from '@/lib/strategyWords';
import type { StrategyVersion } from '@/types/api';

const SHOWN = 6;

interface VersionHistoryProps {
  /** In force. */
  version: number;
  draft: readonly Change[];
  gate: Gate;
  onRestore: (version: number, changes: readonly Change[]) => void;
  onRebalance: () => void;
  children: ReactNode;
}

function Made({ version, inForce }: { version: StrategyVersion; inForce: boolean }) {
  const by = version.created_by ?? (version.version === 1 ? 'at installation' : 'by the program');
  return (
    <span className="muted" title={version.created_at}>
      {inForce && 'in force, '}
      {day(version.created_at)}, {by}
      {version.ai_adjusted && (
        <>
          <br />
          Recorded adjustment, confidence {figure(version.ai_confidence_score, 'ratio')}:{' '}
          {version.ai_adjustment_reason}
        </>
      )}
    </span>
  );
}

export function VersionHistory(props: VersionHistoryProps) {
  const { version, draft, gate, onRestore, onRebalance, children } = props;
  const versions = useStrategyVersions();
  const [all, setAll] = useState(false);
  return (
    <Panel
      title="Versions"
      actions={
        <PublishButton gate={gate} small look="ghost" onClick={onRebalance}>
          Compute anew
        </PublishButton>
      }
    >
      <QueryView query={versions} what="The list of versions" skeleton={<SkeletonRows rows={3} />}>
        {({ items, total }) => (
          <>
            <ol className="vh" data-testid="versions">
              {draft.length > 0 && (
                <li>
                  <span className="tag w">draft</span>
                  <div>
                    {draft.map((change) => (
                      <div key={change.name}>{changeWords(change)}</div>
                    ))}
                    <span className="muted">not published</span>
                  </div>
                </li>
              )}
              {items.slice(0, all ? items.length : SHOWN).map((item) => (
                <li key={item.version}>
                  <span className={item.version === version ? 'tag a' : 'tag'}>v{item.version}</span>
                  <div>
                    {versionChanges(item).map((change) => (
                      <div key={change.name}>{changeWords(change)}</div>
                    ))}
                    {item.changes.length === 0 && (
                      <div>{item.version === 1 ? 'Default preset' : 'No field changed'}</div>
                    )}
                    <Made version={item} inForce={item.version === version} />
                  </div>
                  {item.version !== version && (
                    <PublishButton
                      gate={gate}
                      small
                      onClick={() => onRestore(item.version, restoreChanges(items, item.version))}
                    >
                      Restore<span className="sr"> version {item.version}</span>
                    </PublishButton>
                  )}
                </li>
              ))}
            </ol>
            {!all && items.length > SHOWN && (
              <Button small look="ghost" onClick={() => setAll(true)}>
                Show all {figure(items.length, 'count')}
                {total > items.length && ` of ${figure(total, 'count')}`}
              </Button>
            )}
          </>
        )}
      </QueryView>
      {children}
    </Panel>
  );
}
