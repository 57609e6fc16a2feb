// SPDX-License-Identifier: Apache-2.0

const STEPS = ['n4', 'n3', 'n2', 'n1', '0', 'p1', 'p2', 'p3', 'p4'] as const;

export const HEAT_COLOURS = STEPS.map((step) => `var(--div-${step})`);

/** Background of a signed value on a symmetric scale: four steps each side, a narrow neutral middle. */
export function heatColour(value: number | null, limit: number): string {
  if (value === null || limit <= 0) return 'var(--div-0)';
  const part = value / limit;
  if (Math.abs(part) < 0.03) return 'var(--div-0)';
  const step = Math.min(4, Math.max(1, Math.ceil(Math.abs(part) * 4)));
  return `var(--div-${part < 0 ? 'n' : 'p'}${step})`;
}
