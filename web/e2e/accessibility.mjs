// SPDX-License-Identifier: Apache-2.0
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { clean } from './clean.mjs';
import { PAGES, withToken } from './pages.mjs';

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
