// SPDX-License-Identifier: Apache-2.0
// One figure over time on a canvas, as a line or as an area under zero, and with it a second, quieter line.
import {
  BaselineSeries,
  ColorType,
  createChart,
  LineSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type SeriesType,
  type Time,
} from 'lightweight-charts';
import { uncovered } from '@/components/charts/plot';
import { day, figure, type Kind } from '@/lib/format';
import type { Span } from '@/lib/ranges';
import { percentTicks } from '@/lib/risk';

/** A value that is missing keeps its place on the time axis. */
export type Gapped = readonly { readonly date: string; readonly value: number | null }[];

export interface RiskPlotData {
  readonly main: Gapped;
  readonly second: Gapped;
  readonly kind: Kind;
}

export interface RiskPlot {
  update: (data: RiskPlotData) => void;
  zoom: (span: Span | null) => void;
  paint: () => void;
  point: (date: string | null) => void;
  x: (date: string) => number | null;
  destroy: () => void;
}

const LONG = 10;
const A_YEAR = 252;
const AXIS = 62;

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const points = (series: Gapped) =>
  series.map(({ date, value }) => (value === null ? { time: date as Time } : { time: date as Time, value }));

function timeLabel(time: Time, kind: number, years: number): string {
  const date = String(time);
  if (kind === 0) return date.slice(0, 4);
  if (kind === 1) return years > LONG ? '' : day(date, 'month');
  return String(Number(date.slice(8)));
}

export function createRiskPlot(
  box: HTMLElement,
  area: boolean,
  onHover: (date: string | null, x: number) => void,
): RiskPlot {
  let years = 0;
  let kind: Kind = 'percent';
  let lines: ISeriesApi<SeriesType>[] = []; // none while they are made
  const chart: IChartApi = createChart(box, {
    autoSize: true,
    handleScroll: false,
    handleScale: false,
    layout: { attributionLogo: false, fontSize: 11 },
    rightPriceScale: {
      borderVisible: false,
      entireTextOnly: true,
      minimumWidth: AXIS,
      scaleMargins: { top: area ? 0.03 : 0.08, bottom: 0.08 },
    },
    timeScale: {
      borderVisible: false,
      minBarSpacing: 0.001,
      allowBoldLabels: false,
      fixLeftEdge: true,
      fixRightEdge: true,
      lockVisibleTimeRangeOnResize: true,
      tickMarkFormatter: (time: Time, mark: number) => timeLabel(time, mark, years),
    },
    crosshair: {
      vertLine: { style: LineStyle.Dashed, width: 1 },
      horzLine: { visible: false, labelVisible: false },
    },
    localization: { timeFormatter: (time: Time) => day(String(time)) },
  });
  const priceFormat = {
    type: 'custom' as const,
    minMove: 0.0001,
    formatter: (value: number) => figure(value, kind),
    tickmarksFormatter: (values: readonly number[]) =>
      uncovered(
        lines,
        values,
        kind === 'percent' ? percentTicks(values) : values.map((value) => figure(value, kind)),
      ),
  };
  const second = chart.addSeries(LineSeries, {
    priceFormat,
    priceLineVisible: false,
    lineWidth: 1,
    crosshairMarkerVisible: false,
  });
  const main = area
    ? chart.addSeries(BaselineSeries, {
        priceFormat,
        priceLineVisible: false,
        baseValue: { type: 'price', price: 0 },
        lineWidth: 1,
        crosshairMarkerRadius: 3.5,
      })
    : chart.addSeries(LineSeries, {
        priceFormat,
        priceLineVisible: false,
        lineWidth: 2,
        crosshairMarkerRadius: 3.5,
      });

  lines = [main, second];
  let shown = new Map<string, number | null>();
  chart.subscribeCrosshairMove((param) =>
    onHover(param.time === undefined ? null : String(param.time), param.point?.x ?? 0),
  );

  return {
    update(data) {
      kind = data.kind;
      second.setData(points(data.second));
      main.setData(points(data.main));
      years = data.main.length / A_YEAR;
      chart.timeScale().fitContent();
      shown = new Map(data.main.map(({ date, value }) => [date, value]));
    },
    zoom(span) {
      if (!span) {
        years = shown.size / A_YEAR;
        chart.timeScale().fitContent();
        return;
      }
      years = (Date.parse(span.to) - Date.parse(span.from)) / (365.25 * 86_400_000);
      chart.timeScale().setVisibleRange({ from: span.from as Time, to: span.to as Time });
    },
    paint() {
      const surface = colour('surface');
      chart.applyOptions({
        layout: {
          background: { type: ColorType.Solid, color: surface },
          textColor: colour('text-3'),
          fontFamily: getComputedStyle(document.body).fontFamily,
        },
        grid: { vertLines: { color: colour('grid') }, horzLines: { color: colour('grid') } },
        crosshair: { vertLine: { color: colour('text-2'), labelBackgroundColor: colour('ink') } },
      });
      const ring = (name: string) => ({
        crosshairMarkerBorderColor: colour(name),
        crosshairMarkerBackgroundColor: surface,
      });
      second.applyOptions({ color: colour('text-3') });
      main.applyOptions(
        area
          ? {
              topLineColor: colour('loss'),
              bottomLineColor: colour('loss'),
              topFillColor1: 'transparent',
              topFillColor2: 'transparent',
              bottomFillColor1: colour('drawdown-fill'),
              bottomFillColor2: colour('drawdown-fill'),
              ...ring('loss'),
            }
          : { color: colour('series-index'), ...ring('series-index') },
      );
    },
    point(date) {
      const value = date === null ? undefined : shown.get(date);
      if (date === null || value === undefined || value === null) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(value, date as Time, main);
    },
    x: (date) => chart.timeScale().timeToCoordinate(date as Time),
    destroy: () => chart.remove(),
  };
}
