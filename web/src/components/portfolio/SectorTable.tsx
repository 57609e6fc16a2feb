// SPDX-License-Identifier: Apache-2.0
import { Figure } from '@/components/ui/Figure';
import { bySector, sectorColour } from '@/lib/sectors';
import type { Allocation } from '@/types/api';

export function SectorTable({ allocations }: { allocations: readonly Allocation[] }) {
  return (
    <table className="tight">
      <thead>
        <tr>
          <th scope="col">Sector</th>
          <th scope="col" className="num hide-s">
            Stocks
          </th>
          <th scope="col" className="num" aria-sort="descending">
            Weight
          </th>
          <th scope="col" className="num">
            Day
          </th>
        </tr>
      </thead>
      <tbody>
        {bySector(allocations).map((row) => (
          <tr key={row.sector}>
            <td>
              <span className="sw mr-2" style={{ background: sectorColour(row.sector) }} />
              {row.sector}
            </td>
            <td className="num muted hide-s">{row.stocks.length}</td>
            <td className="num">
              <Figure value={row.weight} kind="percent" />
            </td>
            <td className="num">
              <Figure value={row.daily} kind="percent" signed tone reason="a stock has no price of the day" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
