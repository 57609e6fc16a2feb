// SPDX-License-Identifier: Apache-2.0
// Squarified treemap (Bruls, Huizing and van Wijk 2000): rows are filled along the shorter side while the worst
// aspect ratio of the row improves.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed<T> extends Box {
  readonly item: T;
}

function worst(row: readonly number[], sum: number, side: number): number {
  const square = (side * side) / (sum * sum);
  return Math.max(Math.max(...row) * square, 1 / (Math.min(...row) * square));
}

/** Lay out items, heaviest first, in a box; areas are proportional to positive weights. */
export function squarify<T>(items: readonly T[], weight: (item: T) => number, box: Box): Placed<T>[] {
  const rest = items.filter((item) => weight(item) > 0).sort((a, b) => weight(b) - weight(a));
  const total = rest.reduce((sum, item) => sum + weight(item), 0);
  const scale = (box.width * box.height) / total;
  const placed: Placed<T>[] = [];
  let { x, y, width, height } = box;
  while (rest.length) {
    const side = Math.min(width, height);
    const row: T[] = [];
    const areas: number[] = [];
    let sum = 0;
    while (rest.length) {
      const area = weight(rest[0]!) * scale;
      const grows = areas.length > 0 && worst([...areas, area], sum + area, side) > worst(areas, sum, side);
      if (grows) break;
      row.push(rest.shift()!);
      areas.push(area);
      sum += area;
    }
    const thickness = side > 0 ? sum / side : 0;
    const across = width >= height;
    let offset = 0;
    row.forEach((item, i) => {
      const length = thickness > 0 ? areas[i]! / thickness : 0;
      placed.push(
        across
          ? { item, x, y: y + offset, width: thickness, height: length }
          : { item, x: x + offset, y, width: length, height: thickness },
      );
      offset += length;
    });
    if (across) {
      x += thickness;
      width -= thickness;
    } else {
      y += thickness;
      height -= thickness;
    }
  }
  return placed;
}
