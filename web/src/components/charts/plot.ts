// SPDX-License-Identifier: Apache-2.0
// What the charts over time share: one time axis, a crosshair, colours of the theme.
import {
  ColorType,
  createChart,
  LineStyle,
  PriceScaleMode,
  type IChartApi,
  type ISeriesApi,
  type SeriesType,
  type Time,
} from 'lightweight-charts';
import { day } from '@/lib/format';
import type { Series } from '@/types/series';

export const AXIS_WIDTH = 62;
const TAG_REACH = 17; // half a tag, half a label and a little room, for tags move apart

export const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const points = (series: Series) => series.map(({ date, value }) => ({ time: date as Time, value }));

/** A line and its ring under the crosshair, in a colour of the theme. */
export const lineLook = (name: string) => ({
  color: colour(name),
  crosshairMarkerBorderColor: colour(name),
  crosshairMarkerBackgroundColor: colour('surface'),
});

/** Years, months and days by the kind of the tick; a month would stand alone in a range of years. */
function timeLabel(time: Time, kind: number, long: boolean): string {
  const date = String(time);
  if (kind === 0) return date.slice(0, 4);
  if (kind === 1) return long ? '' : day(date, 'month');
  return String(Number(date.slice(8)));
}

/** The labels of the ticks beside some lines, without those under the tag of a last value. */
export function uncovered(
  lines: readonly ISeriesApi<SeriesType>[],
  values: readonly number[],
  labels: readonly string[],
): string[] {
  const tags = lines.flatMap((line) => {
    const { visible, lastValueVisible } = line.options();
    const last = visible && lastValueVisible ? line.lastValueData(true) : null;
    return last && !last.noData ? (line.priceToCoordinate(last.price) ?? []) : [];
  });
  return labels.map((label, i) => {
    const y = lines.map((line) => line.priceToCoordinate(values[i]!)).find((at) => at !== null);
    return y !== undefined && tags.some((tag) => Math.abs(tag - y) < TAG_REACH) ? '' : label;
  });
}

interface TimePlotOptions {
  /** Room under the lines of the first pane, as a part of its height. */
  bottom: number;
  /** Years from which the ticks are years. */
  long: number;
  onHover: (date: string | null, x: number) => void;
}

export interface TimePlot {
  readonly chart: IChartApi;
  paint: (separator: string) => void;
  /** After new data: the scale, the ticks for so many years, all of it in view. */
  fit: (years: number, log: boolean) => void;
  /** Put the crosshair on a session of a series, or take it away. */
  point: (date: string | null, shown: ReadonlyMap<string, number>, series: ISeriesApi<'Line'>) => void;
  x: (date: string) => number | null;
}

export function createTimePlot(box: HTMLElement, { bottom, long, onHover }: TimePlotOptions): TimePlot {
  let years = 0;
  const chart = createChart(box, {
    autoSize: true,
    handleScroll: false,
    handleScale: false,
    layout: { attributionLogo: false, fontSize: 11, panes: { enableResize: false } },
    rightPriceScale: {
      borderVisible: false,
      entireTextOnly: true,
      minimumWidth: AXIS_WIDTH,
      scaleMargins: { top: 0.06, bottom },
    },
    timeScale: {
      borderVisible: false,
      minBarSpacing: 0.001,
      allowBoldLabels: false,
      fixLeftEdge: true,
      fixRightEdge: true,
      tickMarkFormatter: (time: Time, kind: number) => timeLabel(time, kind, years > long),
    },
    crosshair: {
      vertLine: { style: LineStyle.Dashed, width: 1 },
      horzLine: { visible: false, labelVisible: false },
    },
    localization: { timeFormatter: (time: Time) => day(String(time)) },
  });
  chart.subscribeCrosshairMove((param) =>
    onHover(param.time === undefined ? null : String(param.time), param.point?.x ?? 0),
  );
  return {
    chart,
    paint(separator) {
      const line = colour(separator);
      chart.applyOptions({
        layout: {
          background: { type: ColorType.Solid, color: colour('surface') },
          textColor: colour('text-3'),
          fontFamily: getComputedStyle(document.body).fontFamily,
          panes: { separatorColor: line, separatorHoverColor: line },
        },
        grid: { vertLines: { color: colour('grid') }, horzLines: { color: colour('grid') } },
        crosshair: { vertLine: { color: colour('text-2'), labelBackgroundColor: colour('ink') } },
      });
    },
    fit(length, log) {
      years = length;
      chart
        .priceScale('right', 0)
        .applyOptions({ mode: log ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal });
      chart.timeScale().fitContent();
    },
    point(date, shown, series) {
      const at = date === null ? undefined : shown.get(date);
      if (date === null || at === undefined) chart.clearCrosshairPosition();
      else chart.setCrosshairPosition(at, date as Time, series);
    },
    x: (date) => chart.timeScale().timeToCoordinate(date as Time),
  };
}
