// SPDX-License-Identifier: Apache-2.0
import { Panel } from '@/components/ui/Panel';
import type { Backtests } from '@/hooks/useStrategyBacktests';
import type { Draft } from '@/lib/strategy';
import { changeWords, effectWords, methodParts } from '@/lib/strategyWords';

interface PlainSummaryProps {
  draft: Draft;
  result: Backtests | undefined;
  version: number;
}

/** The method in words, changed values marked, and what the change does. */
export function PlainSummary({ draft, result, version }: PlainSummaryProps) {
  const changed = new Set(draft.changes.map(({ name }) => name));
  return (
    <Panel title="In words">
      <p className="plain">
        {methodParts(draft.settings, result?.draft.weights.length ?? null).map(({ text, field }, i) =>
          field && changed.has(field) ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
        )}
      </p>
      {draft.changes.length === 0 ? (
        <p className="muted mt-2">
          This is version {version}, in force. Change a field to see what it would do.
        </p>
      ) : (
        <ul className="plain effects" data-testid="in-words">
          {draft.changes.map((change) => (
            <li key={change.name}>{changeWords(change)}</li>
          ))}
          {result?.differs &&
            effectWords(result.draft, result.force).map((text) => <li key={text}>{text}</li>)}
        </ul>
      )}
    </Panel>
  );
}
