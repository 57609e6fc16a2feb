// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Once nothing of the page is loading any more, and what came is drawn. */
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('.skel, .skelrows'));
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

/** axe-core finds nothing. */
export async function clean(page) {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  assert.deepEqual(
    violations.map((v) => `${v.id} ×${v.nodes.length} (${v.nodes[0]?.target.join(' ')})`),
    [],
  );
}

/** Nothing reaches beyond the right edge. */
export async function fits(page) {
  await settled(page);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
}
