// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { PAGES, withToken } from './pages.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function clean(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const found = violations.map((v) => `${v.id} ×${v.nodes.length} (${v.nodes[0]?.target.join(' ')})`);
  assert.deepEqual(found, []);
}

export async function accessibility(browser, check, email) {
  const token = await tokenOf(email);
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await watchedPage(browser, { colorScheme, reducedMotion: 'reduce' });
    await check(`axe finds nothing on /login/, ${colorScheme}`, async () => {
      await page.goto(`${BASE_URL}/login/?register=1`);
      await page.getByLabel('E-mail').waitFor();
      await clean(page);
    });
    await withToken(context, token);
    for (const { path, text } of PAGES.slice(1)) {
      await check(`axe finds nothing on ${path}, ${colorScheme}`, async () => {
        await page.goto(`${BASE_URL}${path}`);
        await page.getByText(text).first().waitFor();
        await page.waitForTimeout(600);
        await clean(page);
      });
    }
    await check(`axe finds nothing in the palette and the table, ${colorScheme}`, async () => {
      await page.goto(`${BASE_URL}/dashboard/?view=table`);
      await page.getByRole('columnheader', { name: 'Session' }).waitFor();
      await clean(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
      await clean(page);
    });
    await context.close();
  }
}
