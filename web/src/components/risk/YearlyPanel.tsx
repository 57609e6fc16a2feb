// SPDX-License-Identifier: Apache-2.0
'use client';

import { ChartPanel } from '@/components/risk/ChartPanel';
import type { Column } from '@/components/risk/DataTable';
import { SvgChart } from '@/components/risk/SvgChart';
import type { usePeriods } from '@/hooks/useRisk';
import { figure } from '@/lib/format';
import { benchmarkNote, difference, niceTicks, partPeriods, percentTicks } from '@/lib/risk';
import type { RiskPeriod, RiskPeriods } from '@/types/risk';

const HEIGHT = 276;
const TOP = 8;
const FOOT = 20;
const LABEL = 42;
/** Of the text of a year. */
const HALF = 13;
const TICKS = 7;
/** The last label may stand a little under the value axis. */
const SLACK = 12;

export const periodColumns = (label: string): readonly Column<RiskPeriod>[] => [
  { key: 'period', label, value: ({ period }) => period },
  { key: 'start_date', label: 'From', value: ({ start_date }) => start_date, minor: true },
  { key: 'end_date', label: 'To', value: ({ end_date }) => end_date, minor: true },
  {
    key: 'autoindex',
    label: 'AutoIndex',
    value: ({ value }) => value,
    kind: 'percent',
    signed: true,
    tone: true,
  },
  {
    key: 'benchmark',
    label: 'S&P 500',
    value: ({ benchmark }) => benchmark,
    kind: 'percent',
    signed: true,
    reason: 'no close of the benchmark',
  },
  {
    key: 'difference',
    label: 'Difference, pp',
    value: difference,
    kind: 'points',
    signed: true,
    tone: true,
    reason: 'no close of the benchmark',
  },
];

export const periodRows = ({ items }: RiskPeriods): readonly RiskPeriod[] => items;

const COLUMNS = periodColumns('Year');

function wordsOf({ period, value, benchmark }: RiskPeriod): string {
  const other = benchmark === null ? '' : `, S&P 500 ${figure(benchmark, 'percent1', true)}`;
  return `${period}: AutoIndex ${figure(value, 'percent1', true)}${other}`;
}

function summaryOf(items: readonly RiskPeriod[]): string {
  const sorted = items.filter(({ value }) => value !== null).sort((a, b) => a.value! - b.value!);
  const ends = [sorted.at(-1), sorted[0]].filter((item) => item !== undefined);
  const both = items.flatMap((item) => difference(item) ?? []);
  const ahead = both.filter((size) => size > 0).length;
  const [best, worst] = ends.map((item) => `${item.period} ${figure(item.value, 'percent1', true)}`);
  return `Return of each of ${items.length} years: best ${best}, worst ${worst}; ahead of the S&P 500 in ${ahead} of ${both.length}`;
}

function Bars({ items, width, at }: { items: readonly RiskPeriod[]; width: number; at: number | null }) {
  const values = items.flatMap(({ value, benchmark }) => [value ?? 0, benchmark ?? 0]);
  const ticks = niceTicks(Math.min(0, ...values), Math.max(0.05, ...values), TICKS);
  const names = percentTicks(ticks);
  const low = Math.min(0, ...values, ...ticks);
  const high = Math.max(0.05, ...values, ...ticks);
  const bottom = HEIGHT - FOOT;
  const y = (value: number) => TOP + ((high - value) / (high - low)) * (bottom - TOP);
  const step = width / items.length;
  const bar = Math.max(1, Math.min(18, step * 0.38));
  const every = Math.ceil(LABEL / step);
  return (
    <>
      {at !== null && <rect x={at * step} y={TOP} width={step} height={bottom - TOP} fill="var(--hover)" />}
      {ticks.map((tick, i) => (
        <g key={tick}>
          <line
            x1={0}
            x2={width}
            y1={Math.round(y(tick)) + 0.5}
            y2={Math.round(y(tick)) + 0.5}
            stroke={Math.abs(tick) < 1e-9 ? 'var(--line-mid)' : 'var(--grid)'}
          />
          <text x={width + 6} y={y(tick) + 4}>
            {names[i]}
          </text>
        </g>
      ))}
      {items.map(({ period, value, benchmark }, i) => {
        const middle = (i + 0.5) * step;
        const column = (size: number | null, x: number, fill: string) =>
          size !== null && (
            <rect
              x={x}
              y={y(Math.max(0, size))}
              width={bar}
              height={Math.max(1, Math.abs(y(size) - y(0)))}
              fill={fill}
            />
          );
        return (
          <g key={period}>
            {column(value, middle - bar, 'var(--series-index)')}
            {column(benchmark, middle, 'var(--series-benchmark)')}
            {i % every === 0 && middle + HALF <= width + SLACK && (
              <text x={Math.max(HALF, middle)} y={HEIGHT - 5} textAnchor="middle">
                {period}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** The return of each calendar year beside that of the benchmark. */
export function YearlyPanel({ query }: { query: ReturnType<typeof usePeriods> }) {
  const { data } = query;
  return (
    <ChartPanel
      title="Years"
      caption="calendar years"
      actions={
        <div className="legend">
          <span>
            <i className="sw" style={{ background: 'var(--series-index)' }} />
            AutoIndex
          </span>
          <span>
            <i className="sw" style={{ background: 'var(--series-benchmark)' }} />
            S&amp;P 500{data && `, ${data.benchmark_basis}`}
          </span>
        </div>
      }
      query={query}
      height={HEIGHT + 24}
      rowsOf={periodRows}
      columns={COLUMNS}
      what="years"
      file="autoindex-years"
      note={data && [partPeriods(data.items), benchmarkNote(data)].filter(Boolean).join(' ')}
    >
      {({ items }) => (
        <SvgChart
          summary={summaryOf(items)}
          count={items.length}
          height={HEIGHT}
          words={(i) => wordsOf(items[i]!)}
          idle={`${items.length} years`}
        >
          {(width, at) => <Bars items={items} width={width} at={at} />}
        </SvgChart>
      )}
    </ChartPanel>
  );
}
