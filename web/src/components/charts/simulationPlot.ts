// SPDX-License-Identifier: Apache-2.0
// The value of an investment on a canvas, and under it the exchange rate, over one time axis.
import {
  ColorType,
  createChart,
  LineSeries,
  LineStyle,
  PriceScaleMode,
  type IChartApi,
  type Time,
} from 'lightweight-charts';
import { day, figure } from '@/lib/format';
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
const A_YEAR = 252;

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const points = (series: Series) => series.map(({ date, value }) => ({ time: date as Time, value }));

/** 40k and 1.5M on the axis. */
export function shortAmount(value: number): string {
  const size = Math.abs(value);
  const [unit, name] = size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  return `${figure(value / unit, Number.isInteger(Math.round((value / unit) * 1e6) / 1e6) ? 'count' : 'level')}${name}`;
}

function timeLabel(time: Time, kind: number, years: number): string {
  const date = String(time);
  if (kind === 0) return date.slice(0, 4);
  if (kind === 1) return years > LONG ? '' : day(date, 'month');
  return String(Number(date.slice(8)));
}

export function createSimulationPlot(
  box: HTMLElement,
  hidden: boolean,
  onHover: (date: string | null, x: number) => void,
): SimulationPlot {
  let years = 0;
  const chart: IChartApi = createChart(box, {
    autoSize: true,
    handleScroll: false,
    handleScale: false,
    layout: { attributionLogo: false, fontSize: 11, panes: { enableResize: false } },
    rightPriceScale: { borderVisible: false, minimumWidth: 62, scaleMargins: { top: 0.06, bottom: 0.05 } },
    timeScale: {
      borderVisible: false,
      minBarSpacing: 0.001,
      allowBoldLabels: false,
      fixLeftEdge: true,
      fixRightEdge: true,
      tickMarkFormatter: (time: Time, kind: number) => timeLabel(time, kind, years),
    },
    crosshair: {
      vertLine: { style: LineStyle.Dashed, width: 1 },
      horzLine: { visible: false, labelVisible: false },
    },
    localization: { timeFormatter: (time: Time) => day(String(time)) },
  });
  const amounts = {
    type: 'custom' as const,
    minMove: 0.01,
    formatter: (v: number) => (hidden ? '•••' : figure(v, 'count')),
    tickmarksFormatter: (vs: readonly number[]) => vs.map((v) => (hidden ? '•••' : shortAmount(v))),
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
  const under = chart.addSeries(
    LineSeries,
    { priceLineVisible: false, priceFormat: rates, lineWidth: 1, crosshairMarkerRadius: 3 },
    1,
  );
  PANES.forEach((height, i) => chart.panes()[i]?.setStretchFactor(height));
  under.priceScale().applyOptions({ scaleMargins: { top: 0.28, bottom: 0.08 }, minimumWidth: 62 });

  let shown = new Map<string, number>();

  const paint = () => {
    const surface = colour('surface');
    chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: surface },
        textColor: colour('text-3'),
        fontFamily: getComputedStyle(document.body).fontFamily,
        panes: { separatorColor: colour('line'), separatorHoverColor: colour('line') },
      },
      grid: { vertLines: { color: colour('grid') }, horzLines: { color: colour('grid') } },
      crosshair: { vertLine: { color: colour('text-2'), labelBackgroundColor: colour('ink') } },
    });
    const look = (name: string) => ({
      color: colour(name),
      crosshairMarkerBorderColor: colour(name),
      crosshairMarkerBackgroundColor: surface,
    });
    value.applyOptions(look('series-index'));
    still.applyOptions(look('series-net'));
    benchmark.applyOptions(look('series-benchmark'));
    invested.applyOptions({ color: colour('line-strong') });
    under.applyOptions(look('text-2'));
  };

  chart.subscribeCrosshairMove((param) =>
    onHover(param.time === undefined ? null : String(param.time), param.point?.x ?? 0),
  );

  return {
    update(data) {
      value.setData(points(data.value));
      still.setData(points(data.still));
      benchmark.setData(points(data.benchmark));
      invested.setData(points(data.invested));
      under.setData(points(data.rate));
      chart
        .priceScale('right', 0)
        .applyOptions({ mode: data.log ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal });
      years = data.value.length / A_YEAR;
      chart.applyOptions({ timeScale: { uniformDistribution: years <= LONG } });
      chart.timeScale().fitContent();
      shown = new Map(data.value.map(({ date, value: v }) => [date, v]));
    },
    paint,
    point(date) {
      const at = date === null ? undefined : shown.get(date);
      if (date === null || at === undefined) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(at, date as Time, value);
    },
    x: (date) => chart.timeScale().timeToCoordinate(date as Time),
    width: () => chart.timeScale().width(),
    destroy: () => chart.remove(),
  };
}
