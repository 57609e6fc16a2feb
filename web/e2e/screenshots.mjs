// SPDX-License-Identifier: Apache-2.0
// Pictures of the dashboard and the login page: node e2e/screenshots.mjs FOLDER; BASE_URL, CHROME; EMAIL and PASSWORD
// of an account, which is made if it does not exist.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BASE_URL, launch, tokenOf, watchedPage } from './browser.mjs';
import { withToken } from './pages.mjs';

const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });

const token = await tokenOf(process.env.EMAIL ?? 'pictures@example.org', process.env.PASSWORD);
const browser = await launch();
for (const colorScheme of ['light', 'dark']) {
  for (const [width, height] of [
    [1440, 1000],
    [390, 844],
  ]) {
    const { page, context } = await watchedPage(browser, {
      colorScheme,
      viewport: { width, height },
      deviceScaleFactor: width < 500 ? 2 : 1,
    });
    const shoot = (name) =>
      page.screenshot({
        path: join(folder, `${name}-${width}-${colorScheme}.png`),
        fullPage: name === 'dashboard',
      });
    await page.goto(`${BASE_URL}/login/`, { waitUntil: 'networkidle' });
    await shoot('login');
    await withToken(context, token);
    await page.goto(`${BASE_URL}/dashboard/`);
    await page.locator('.plot canvas').first().waitFor();
    await page.waitForTimeout(500);
    await shoot('dashboard');
    await context.close();
  }
}
await browser.close();
console.log(`written to ${folder}`);
