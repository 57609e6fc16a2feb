// SPDX-License-Identifier: Apache-2.0
import { Panel } from '@/components/ui/Panel';
import { moment } from '@/lib/moment';
import type { Explained } from '@/types/api';

/** From which prices, by which rules and by which program the level was computed. */
export function Provenance({ explained: { run } }: { explained: Explained }) {
  const rows = [
    ['Run', `${run.id}, ${moment(run.computed_at)}`],
    ['Configuration', `version ${run.config_version}`],
    ['Rules, SHA-256', run.config_hash],
    ['Prices, SHA-256', run.data_hash],
    ['Program', run.engine],
  ] as const;
  return (
    <Panel title="Inputs" caption="the same inputs give the same bits">
      <dl className="inputs">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={/^[0-9a-f]{40,}$/.test(value) ? 'mono' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
