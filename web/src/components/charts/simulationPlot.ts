// SPDX-License-Identifier: Apache-2.0
// The value of an investment on a canvas, and under it the exchange rate, over one time axis.
import { LineSeries, LineStyle, type ISeriesApi } from 'lightweight-charts';
import { AXIS_WIDTH, colour, createTimePlot, lineLook, points, uncovered } from '@/components/charts/plot';
import { figure } from '@/lib/format';
import { SESSIONS_A_YEAR } from '@/lib/metrics';
import { rate } from '@/lib/money';
import type { Series } from '@/types/series';

export interface SimulationPlotData {
  readonly value: Series;
  readonly still: Series;
  readonly benchmark: Series;
  readonly invested: Series;
  readonly rate: Series;
  readonly log: boolean;
}

export interface SimulationPlot {
  update: (data: SimulationPlotData) => void;
  paint: () => void;
  point: (date: string | null) => void;
  x: (date: string) => number | null;
  width: () => number;
  destroy: () => void;
}

const PANES = [80, 24];
const LONG = 10;

/** 40k and 1.5M on the axis. */
export function shortAmount(value: number): string {
  const size = Math.abs(value);
  const [unit, name] = size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  return `${figure(value / unit, Number.isInteger(Math.round((value / unit) * 1e6) / 1e6) ? 'count' : 'level')}${name}`;
}

export function createSimulationPlot(
  box: HTMLElement,
  hidden: boolean,
  onHover: (date: string | null, x: number) => void,
): SimulationPlot {
  const base = createTimePlot(box, { bottom: 0.05, long: LONG, onHover });
  const { chart } = base;
  let lines: ISeriesApi<'Line'>[] = []; // none while they are made
  const amounts = {
    type: 'custom' as const,
    minMove: 0.01,
    formatter: (v: number) => (hidden ? '•••' : figure(v, 'count')),
    tickmarksFormatter: (vs: readonly number[]) =>
      uncovered(
        lines,
        vs,
        vs.map((v) => (hidden ? '•••' : shortAmount(v))),
      ),
  };
  const rates = { type: 'custom' as const, minMove: 0.0001, formatter: rate };
  const line = (options: object) =>
    chart.addSeries(LineSeries, { priceLineVisible: false, priceFormat: amounts, lineWidth: 1, ...options });

  const invested = line({
    lineStyle: LineStyle.SparseDotted,
    lastValueVisible: false,
    crosshairMarkerVisible: false,
  });
  const benchmark = line({ crosshairMarkerRadius: 3.5 });
  const still = line({ lineStyle: LineStyle.Dashed, crosshairMarkerRadius: 3.5 });
  const value = line({ lineWidth: 2, crosshairMarkerRadius: 3.5 });
  lines = [value, still, benchmark];
  const under = chart.addSeries(
    LineSeries,
    { priceLineVisible: false, priceFormat: rates, lineWidth: 1, crosshairMarkerRadius: 3 },
    1,
  );
  PANES.forEach((height, i) => chart.panes()[i]?.setStretchFactor(height));
  under.priceScale().applyOptions({ scaleMargins: { top: 0.28, bottom: 0.08 }, minimumWidth: AXIS_WIDTH });

  let shown = new Map<string, number>();

  const paint = () => {
    base.paint('line');
    value.applyOptions(lineLook('series-index'));
    still.applyOptions(lineLook('series-net'));
    benchmark.applyOptions(lineLook('series-benchmark'));
    invested.applyOptions({ color: colour('line-strong') });
    under.applyOptions(lineLook('text-2'));
  };

  return {
    update(data) {
      value.setData(points(data.value));
      still.setData(points(data.still));
      benchmark.setData(points(data.benchmark));
      invested.setData(points(data.invested));
      under.setData(points(data.rate));
      chart.panes()[1]?.setStretchFactor(data.rate.length ? PANES[1]! : 0.01);
      const years = data.value.length / SESSIONS_A_YEAR;
      chart.applyOptions({ timeScale: { uniformDistribution: years <= LONG } });
      base.fit(years, data.log);
      shown = new Map(data.value.map(({ date, value: v }) => [date, v]));
    },
    paint,
    point: (date) => base.point(date, shown, value),
    x: base.x,
    width: () => chart.timeScale().width(),
    destroy: () => chart.remove(),
  };
}
