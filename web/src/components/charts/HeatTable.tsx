// SPDX-License-Identifier: Apache-2.0
import { Figure } from '@/components/ui/Figure';
import { day, figure, MONTH_NAMES } from '@/lib/format';
import { heatColour } from '@/lib/heat';

/** A month of this size has the strongest colour. */
export const HEAT_LIMIT = 0.1;

interface HeatTableProps {
  rows: readonly {
    readonly year: number;
    /** Null where there is no month. */
    readonly months: readonly (number | null)[];
    readonly total: number | null;
    /** Of the benchmark. */
    readonly other: number | null;
  }[];
  benchmarkName: string;
}

/** Years under each other, their months coloured by size, and beside them the year. */
export function HeatTable({ rows, benchmarkName }: HeatTableProps) {
  return (
    <div className="heatwrap">
      <table className="heat">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">Year</span>
            </th>
            {MONTH_NAMES.map((month) => (
              <th key={month} scope="col">
                {day(month, 'month')}
              </th>
            ))}
            <th scope="col" className="num">
              Year
            </th>
            <th scope="col" className="num hide-s">
              {benchmarkName}
            </th>
            <th scope="col" className="num hide-s">
              Diff, pp
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ year, months, total, other }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {months.map((value, month) => (
                <td
                  key={month}
                  style={value === null ? undefined : { background: heatColour(value, HEAT_LIMIT) }}
                >
                  {value === null ? <span className="sr">no level</span> : figure(value, 'cell', true)}
                </td>
              ))}
              <td className="tot num">
                <Figure value={total} kind="percent1" signed tone />
              </td>
              <td className="tot num hide-s light">
                <Figure value={other} kind="percent1" signed reason="no benchmark" />
              </td>
              <td className="tot num hide-s light">
                <Figure
                  value={other === null || total === null ? null : total - other}
                  kind="points1"
                  signed
                  tone
                  reason="no benchmark"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
