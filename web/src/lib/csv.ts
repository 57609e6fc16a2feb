// SPDX-License-Identifier: Apache-2.0
import { saveFile } from '@/lib/saveFile';

export type Cell = string | number | null;

/** Spreadsheets compute what begins so, even in quotes; a number is what they should make of it. */
const FORMULA = /^(?![+-]?[\d.]+(e[+-]?\d+)?$)[=+\-@\t\r]/i;

const quote = (cell: Cell) => {
  if (cell === null) return '';
  const text = typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function toCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(quote).join(',')}\n`).join('');
}

/** Hand the text to the browser as a file. */
export function download(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  saveFile(name, new Blob([text], { type }));
}
