// SPDX-License-Identifier: Apache-2.0
'use client';

import { Dialog } from '@/components/ui/Dialog';
import { NAVIGATION } from '@/constants/navigation';
import { setPreferences, usePreferences } from '@/hooks/usePreferences';

type Row = readonly [label: string, ...keys: string[]];

const ANYWHERE: readonly Row[] = [
  ['Search or command', 'Ctrl K'],
  ['Search or command', '/'],
  ['These keys', '?'],
  ['Hide amounts', 'H'],
  ['Switch theme', 'T'],
  ['New report', 'N'],
  ['Close the topmost', 'Esc'],
  ...NAVIGATION.map((item) => [item.label, 'G', item.key.toUpperCase()] as const),
];

const DASHBOARD: readonly Row[] = [
  ['Range, 1D to Max', '1', '0'],
  ['Linear or log', 'L'],
  ['Benchmark', 'B'],
  ['Variant', 'V'],
  ['Table view', 'C'],
  ['Session in the chart', '←', '→'],
  ['Rebalance in the chart', 'Shift ←', 'Shift →'],
  ['Ends of the chart', 'Home', 'End'],
];

const EXPLAIN: readonly Row[] = [
  ['Previous, next session', '[', ']'],
  ['Date in the weights', '←', '→'],
  ['Explain that date', 'Enter'],
];

function List({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {rows.map(([label, ...keys]) => (
          <li key={label + keys.join()}>
            <span>{label}</span>
            <span>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const { singleKeys } = usePreferences();
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="keys">
        <List title="Anywhere" rows={ANYWHERE} />
        <List title="Dashboard" rows={DASHBOARD} />
        <List title="Explain" rows={EXPLAIN} />
      </div>
      <label className="chk mt-4">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => setPreferences({ singleKeys: event.target.checked })}
        />
        Keys without Ctrl are on
      </label>
    </Dialog>
  );
}
