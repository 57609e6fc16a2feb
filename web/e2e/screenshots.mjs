// SPDX-License-Identifier: Apache-2.0
// Pictures of the README and of docs/: node e2e/screenshots.mjs FOLDER; BASE_URL, CHROME; EMAIL and PASSWORD of an
// account, which is made if it does not exist. Where there is pngquant, they are made as small as those of docs/ are.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BASE_URL, launch, tokenOf, watchedPage } from './browser.mjs';
import { withToken } from './pages.mjs';

const SIZES = [
  { width: 1440, height: 1000 },
  { width: 390, height: 844 },
];
/** What is looked at, and when it is there. */
const PAGES = [
  { name: 'login', path: '/login/', ready: 'form' },
  { name: 'dashboard', path: '/dashboard/', ready: '.plot canvas', whole: true },
  { name: 'simulate', path: '/simulate/', ready: '.plot canvas', whole: true, coarse: true },
];

const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });
const files = [];
const token = await tokenOf(process.env.EMAIL ?? 'pictures@example.org', process.env.PASSWORD);
const browser = await launch();

async function shoot(file, { path, ready, whole }, options) {
  const { page, context } = await watchedPage(browser, options);
  if (path !== '/login/') await withToken(context, token);
  await page.goto(`${BASE_URL}${path}`);
  await page.locator(ready).first().waitFor();
  await page.waitForTimeout(1000);
  files.push(join(folder, `${file}.png`));
  await page.screenshot({ path: files.at(-1), fullPage: whole });
  await context.close();
}

for (const colorScheme of ['light', 'dark'])
  for (const viewport of SIZES)
    for (const what of PAGES) {
      const deviceScaleFactor = viewport.width < 500 && !what.coarse ? 2 : 1;
      await shoot(`${what.name}-${viewport.width}-${colorScheme}`, what, {
        colorScheme,
        viewport,
        deviceScaleFactor,
      });
    }
await shoot(
  'overview',
  { path: '/dashboard/', ready: '.plot canvas' },
  { viewport: { width: 1440, height: 900 } },
);
await browser.close();
spawnSync('pngquant', ['--force', '--nofs', '--ext', '.png', '--speed', '1', '256', ...files]);
console.log(`written to ${folder}`);
