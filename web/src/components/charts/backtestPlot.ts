// SPDX-License-Identifier: Apache-2.0
// The levels of a draft and of what it is held against on a canvas, and under them the draft over what is in force.
import { LineSeries, LineStyle, type IPriceLine, type ISeriesApi } from 'lightweight-charts';
import { AXIS_WIDTH, colour, createTimePlot, lineLook, points, uncovered } from '@/components/charts/plot';
import { figure } from '@/lib/format';
import { SESSIONS_A_YEAR } from '@/lib/metrics';
import type { Series } from '@/types/series';

export interface BacktestLine {
  readonly name: string;
  /** Of the theme. */
  readonly colour: string;
  readonly series: Series;
  /** Drawn in the width of the index. */
  readonly strong: boolean;
}

export interface BacktestPlotData {
  /** From back to front; the last one carries the crosshair. */
  readonly lines: readonly BacktestLine[];
  /** Empty: there is nothing to divide. */
  readonly ratio: Series;
  readonly log: boolean;
}

export interface BacktestPlot {
  update: (data: BacktestPlotData) => void;
  paint: () => void;
  point: (date: string | null) => void;
  x: (date: string) => number | null;
  /** Top of the lower pane, for its caption. */
  lower: () => number;
  destroy: () => void;
}

const PANES = [300, 96];
const LONG = 10;

export function createBacktestPlot(
  box: HTMLElement,
  onHover: (date: string | null, x: number) => void,
): BacktestPlot {
  const base = createTimePlot(box, { bottom: 0.04, long: LONG, onHover });
  const { chart } = base;
  const levels = {
    type: 'custom' as const,
    minMove: 0.01,
    formatter: (v: number) => figure(v, 'count'),
    tickmarksFormatter: (vs: readonly number[]) =>
      uncovered(
        lines,
        vs,
        vs.map((v) => figure(v, v < 10 ? 'level' : 'count')),
      ),
  };
  const ratios = { type: 'custom' as const, minMove: 0.01, formatter: (v: number) => figure(v, 'ratio') };
  const quiet = { priceLineVisible: false, lineWidth: 1 as const };

  let lines: ISeriesApi<'Line'>[] = [];
  let names: string[] = [];
  let under: ISeriesApi<'Line'> | null = null;
  let one: IPriceLine | null = null;
  let shown = new Map<string, number>();

  const paint = () => {
    base.paint('line');
    lines.forEach((line, i) => line.applyOptions(lineLook(names[i]!)));
    under?.applyOptions(lineLook('series-draft'));
    one?.applyOptions({ color: colour('line-mid') });
  };
  const add = (pane: number, options: object) =>
    chart.addSeries(LineSeries, { ...quiet, crosshairMarkerRadius: 3.5, ...options }, pane);

  /** A lower pane while there is something to show in it. */
  const divide = (ratio: Series) => {
    if (ratio.length && !under) {
      under = add(1, { priceFormat: ratios, crosshairMarkerRadius: 3 });
      under.priceScale().applyOptions({
        scaleMargins: { top: 0.28, bottom: 0.08 },
        minimumWidth: AXIS_WIDTH,
      });
      one = under.createPriceLine({
        price: 1,
        lineWidth: 1,
        lineStyle: LineStyle.Solid,
        axisLabelVisible: false,
      });
      PANES.forEach((height, i) => chart.panes()[i]?.setStretchFactor(height));
    } else if (!ratio.length && under) {
      chart.removeSeries(under);
      under = null;
      one = null;
      if (chart.panes().length > 1) chart.removePane(1);
    }
    under?.setData(points(ratio));
  };

  return {
    update(data) {
      names = data.lines.map((line) => line.colour);
      while (lines.length > names.length) chart.removeSeries(lines.pop()!);
      while (lines.length < names.length) lines = [...lines, add(0, { priceFormat: levels })];
      data.lines.forEach(({ series, strong }, i) => {
        lines[i]!.applyOptions({ lineWidth: strong ? 2 : 1 });
        lines[i]!.setData(points(series));
      });
      divide(data.ratio);
      const front = data.lines.at(-1)?.series ?? [];
      base.fit(front.length / SESSIONS_A_YEAR, data.log);
      shown = new Map(front.map(({ date, value }) => [date, value]));
      paint();
    },
    paint,
    point: (date) => lines.length > 0 && base.point(date, shown, lines.at(-1)!),
    x: base.x,
    lower: () => (chart.panes().length > 1 ? (chart.panes()[0]?.getHeight() ?? 0) + 1 : 0),
    destroy: () => chart.remove(),
  };
}
