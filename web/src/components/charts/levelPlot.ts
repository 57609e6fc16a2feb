// SPDX-License-Identifier: Apache-2.0
// The level chart on a canvas: levels, turnover lane and drawdown in three panes over one time axis.
import { BaselineSeries, HistogramSeries, LineSeries, LineStyle, type ISeriesApi } from 'lightweight-charts';
import { AXIS_WIDTH, colour, createTimePlot, lineLook, points, uncovered } from '@/components/charts/plot';
import { figure, MINUS } from '@/lib/format';
import { SESSIONS_A_YEAR } from '@/lib/metrics';
import type { Series } from '@/types/series';

export interface PlotData {
  readonly index: Series;
  readonly benchmark: Series;
  readonly drawdown: Series;
  readonly benchmarkDrawdown: Series;
  readonly turnover: Series;
  readonly log: boolean;
  readonly showIndex: boolean;
  /** Whether a line of 100 makes sense: rebased levels, not prices. */
  readonly reference: number | null;
}

/** Where the panes lie, for what is drawn over the canvas. */
export interface PlotLayout {
  readonly tops: readonly number[];
  readonly heights: readonly number[];
  readonly width: number;
  readonly x: (date: string) => number | null;
}

export interface Plot {
  update: (data: PlotData) => void;
  paint: () => void;
  /** Put the crosshair on a session, or take it away. */
  point: (date: string | null) => void;
  layout: () => PlotLayout;
  destroy: () => void;
}

/** Heights in proportion: levels, turnover lane, drawdown. */
const PANES = [300, 52, 96];
/** Years from which the ticks are years. */
const LONG = 2.5;

const short = (value: number) =>
  Number.isInteger(Math.round(value * 1e6) / 1e6) ? figure(value, 'count') : figure(value, 'level');
const percentTick = (value: number) => `${value < -1e-9 ? MINUS : ''}${Math.round(Math.abs(value) * 100)}%`;

export function createLevelPlot(
  box: HTMLElement,
  lane: boolean,
  onHover: (date: string | null, x: number) => void,
): Plot {
  const base = createTimePlot(box, { bottom: 0.04, long: LONG, onHover });
  const { chart } = base;
  let lines: ISeriesApi<'Line'>[] = []; // none while they are made
  const levels = {
    type: 'custom' as const,
    minMove: 0.01,
    formatter: (v: number) => figure(v, 'level'),
    tickmarksFormatter: (vs: readonly number[]) => uncovered(lines, vs, vs.map(short)),
  };
  const percents = { type: 'custom' as const, minMove: 0.01, formatter: percentTick };
  const quiet = { priceLineVisible: false, lastValueVisible: false } as const;
  const ring = { crosshairMarkerRadius: 3.5, crosshairMarkerBorderWidth: 2 } as const;

  const benchmark = chart.addSeries(LineSeries, {
    priceLineVisible: false,
    priceFormat: levels,
    lineWidth: 1,
    ...ring,
  });
  const index = chart.addSeries(LineSeries, {
    priceLineVisible: false,
    priceFormat: levels,
    lineWidth: 2,
    ...ring,
  });
  lines = [index, benchmark];
  const reference = index.createPriceLine({
    price: 100,
    lineWidth: 1,
    lineStyle: LineStyle.SparseDotted,
    axisLabelVisible: false,
  });
  const turnover = lane ? chart.addSeries(HistogramSeries, { ...quiet, priceFormat: percents }, 1) : null;
  const bottom = lane ? 2 : 1;
  const drawdown = chart.addSeries(
    BaselineSeries,
    {
      ...quiet,
      priceFormat: percents,
      baseValue: { type: 'price', price: 0 },
      lineWidth: 1,
      crosshairMarkerVisible: false,
    },
    bottom,
  );
  const benchmarkDrawdown = chart.addSeries(
    LineSeries,
    { ...quiet, priceFormat: percents, lineWidth: 1, crosshairMarkerVisible: false },
    bottom,
  );
  const heights = lane ? PANES : [PANES[0]!, PANES[2]!];
  heights.forEach((height, i) => chart.panes()[i]?.setStretchFactor(height));
  turnover
    ?.priceScale()
    .applyOptions({ scaleMargins: { top: 0.26, bottom: 0.18 }, minimumWidth: AXIS_WIDTH });
  drawdown.priceScale().applyOptions({ scaleMargins: { top: 0.22, bottom: 0.06 }, minimumWidth: AXIS_WIDTH });

  let shown = new Map<string, number>();

  const paint = () => {
    base.paint('surface');
    index.applyOptions(lineLook('series-index'));
    benchmark.applyOptions(lineLook('series-benchmark'));
    benchmarkDrawdown.applyOptions({ color: colour('series-benchmark') });
    reference.applyOptions({ color: colour('line-strong') });
    turnover?.applyOptions({ color: colour('text-3') });
    drawdown.applyOptions({
      topLineColor: colour('loss'),
      bottomLineColor: colour('loss'),
      topFillColor1: 'transparent',
      topFillColor2: 'transparent',
      bottomFillColor1: colour('drawdown-fill'),
      bottomFillColor2: colour('drawdown-fill'),
    });
  };

  return {
    update(data) {
      index.setData(points(data.index));
      benchmark.setData(points(data.benchmark));
      turnover?.setData(points(data.turnover));
      drawdown.setData(points(data.drawdown));
      benchmarkDrawdown.setData(points(data.benchmarkDrawdown));
      index.applyOptions({ visible: data.showIndex });
      drawdown.applyOptions({ visible: data.showIndex });
      reference.applyOptions({ price: data.reference ?? 0, lineVisible: data.reference !== null });
      base.fit(data.index.length / SESSIONS_A_YEAR, data.log);
      shown = new Map(data.index.map(({ date, value }) => [date, value]));
    },
    paint,
    point: (date) => base.point(date, shown, index),
    layout() {
      const heights = chart.panes().map((pane) => pane.getHeight());
      const tops = heights.map((_, i) => heights.slice(0, i).reduce((sum, height) => sum + height + 1, 0));
      return {
        tops,
        heights,
        width: chart.timeScale().width(),
        x: base.x,
      };
    },
    destroy: () => chart.remove(),
  };
}
