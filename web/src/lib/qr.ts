// SPDX-License-Identifier: Apache-2.0

/** One path for all dark cells: each run of a row is a rectangle. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  });
  return path;
}

/** A secret in groups of four, as it is typed. */
export const inFours = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ');
