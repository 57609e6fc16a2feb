// SPDX-License-Identifier: Apache-2.0

/** The first that a browser names is meant: most name the others, too. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;

const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Macintosh', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** `Firefox on Linux` for what a browser calls itself; the first word of anything else. */
export function agentName(agent: string | null): string {
  if (!agent) return 'unnamed client';
  const browser = BROWSERS.find(([word]) => agent.includes(`${word}/`))?.[1];
  const system = SYSTEMS.find(([word]) => agent.includes(word))?.[1];
  if (!browser) return agent.split(/[\s/]/, 1)[0] || 'unnamed client';
  return system ? `${browser} on ${system}` : browser;
}
