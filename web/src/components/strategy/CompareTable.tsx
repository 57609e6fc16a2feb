// SPDX-License-Identifier: Apache-2.0
import { Button } from '@/components/ui/Button';
import { Figure } from '@/components/ui/Figure';
import { Icon } from '@/components/ui/Icon';
import { Panel } from '@/components/ui/Panel';
import { download, toCsv } from '@/lib/csv';
import { day, type Kind } from '@/lib/format';
import { bestOf, type Column, type VariantRow } from '@/lib/strategyWords';
import { cn } from '@/lib/utils';

interface CompareTableProps {
  /** The draft first, the benchmark last. */
  rows: readonly VariantRow[];
  from: string;
  to: string;
  differs: boolean;
  /** Why equal weight is not among them. */
  noEqual: string | null;
}

const COLUMNS: readonly { name: Column; label: string; kind: Kind; signed?: boolean }[] = [
  { name: 'net', label: 'Net a year', kind: 'percent', signed: true },
  { name: 'gross', label: 'Gross a year', kind: 'percent', signed: true },
  { name: 'volatility', label: 'Volatility', kind: 'percent' },
  { name: 'drawdown', label: 'Max drawdown', kind: 'percent', signed: true },
  { name: 'sharpe', label: 'Sharpe*', kind: 'ratio' },
  { name: 'turnover', label: 'Turnover', kind: 'times' },
  { name: 'cost', label: 'Cost, pp', kind: 'points' },
  { name: 'level', label: 'Net level', kind: 'level' },
];

export function CompareTable({ rows, from, to, differs, noEqual }: CompareTableProps) {
  const own = rows.filter(({ colour }) => colour !== 'series-benchmark');
  const best = new Map(COLUMNS.map(({ name }) => [name, bestOf(own, name)]));
  const save = () =>
    download(
      `variants-${from}-${to}.csv`,
      toCsv(
        ['variant', ...COLUMNS.map(({ name }) => name)],
        rows.map((row) => [row.name, ...COLUMNS.map(({ name }) => row[name])]),
      ),
    );
  return (
    <Panel
      title="Compare"
      caption={`${day(from)} to ${day(to)}, underlined: best in column`}
      actions={
        <Button small look="ghost" onClick={save}>
          <Icon name="save" />
          CSV
        </Button>
      }
    >
      <div className="scroll" role="group" aria-label="Variants" tabIndex={0}>
        <table className="tight">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              {COLUMNS.map(({ name, label }) => (
                <th key={name} scope="col" className="num">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={row.name} className={differs && i === 0 ? 'sel' : undefined}>
                <td>
                  <i className="ln" style={{ borderColor: `var(--${row.colour})` }} />{' '}
                  <b className="strong">{row.name}</b> <span className="muted">{row.detail}</span>
                </td>
                {COLUMNS.map(({ name, kind, signed }) => (
                  <td
                    key={name}
                    className={cn(
                      'num',
                      own.includes(row) && row[name] !== null && row[name] === best.get(name) && 'best',
                    )}
                  >
                    <Figure value={row[name]} kind={kind} signed={signed} reason={row.reason} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note mt-2">
        * Against a rate of 0, net of costs, as volatility and drawdown. Turnover is one way, a year. Past
        results of rules on stocks that survived to {to.slice(0, 4)}, not a promise.{' '}
        {noEqual ?? 'Equal weight is rebalanced, traded and charged as the draft.'}
      </p>
    </Panel>
  );
}
