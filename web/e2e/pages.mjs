// SPDX-License-Identifier: Apache-2.0
// Every page by itself: what it shows, without script, on a narrow screen.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { fits } from './clean.mjs';

export const PAGES = [
  { path: '/login/', open: true, text: 'Every level can be traced to its prices' },
  { path: '/dashboard/', text: 'Deepest drawdowns' },
  { path: '/strategy/', text: 'What would change' },
  { path: '/simulate/', text: 'Year by year' },
  { path: '/explain/?date=2008-10-15', text: 'What moved it' },
  { path: '/diagnostics/', text: 'price_revisions' },
  { path: '/risk/', text: 'Ulcer index' },
  { path: '/assets/', text: 'Last close' },
  { path: '/asset/?symbol=PFE', text: 'Weight in the index' },
  { path: '/reports/', text: 'No report yet' },
  { path: '/tasks/', text: 'Check the data' },
  { path: '/account/', text: 'Signs in with' },
  { path: '/admin/', text: 'No fault' },
  { path: '/methodology/', open: true, text: 'momentum_flat' },
  { path: '/more/', open: true, text: 'All pages' },
  { path: '/docs/#getAssets', open: true, text: 'Try it' },
];

export const withToken = (context, token) =>
  context.addInitScript((value) => localStorage.setItem('autoindex.token', value), token);

const SCRIPT_LIMIT_KB = 230;

/** What a browser with an empty cache asks for, whoever asked: the page, a chunk, a link that looks ahead. */
async function firstLoad(browser, check, token) {
  const { page, context } = await watchedPage(browser);
  await withToken(context, token);
  const scripts = [];
  page.on('response', (r) => {
    if (new URL(r.url()).pathname.endsWith('.js')) scripts.push(r.body());
  });
  await check(`the dashboard's first load takes at most ${SCRIPT_LIMIT_KB} KB of script`, async () => {
    const events = page.waitForResponse((r) => r.url().endsWith('/api/v1/events')); // what is loaded last
    await page.goto(`${BASE_URL}/dashboard/`);
    await page.locator('canvas').first().waitFor();
    await events;
    await page.waitForTimeout(600);
    const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body, { level: 9 }).length);
    const kb = sizes.reduce((a, b) => a + b, 0) / 1024;
    assert.ok(sizes.length > 5 && kb <= SCRIPT_LIMIT_KB, `${sizes.length} scripts, ${kb.toFixed(1)} KB`);
  });
  await context.close();
}

export async function pages(browser, check, email) {
  const token = await tokenOf(email);
  await firstLoad(browser, check, token);

  const wide = await watchedPage(browser);
  await withToken(wide.context, token);
  for (const { path, text, open } of PAGES) {
    if (path === '/login/' && open) continue;
    await check(`${path} shows its content`, async () => {
      await wide.page.goto(`${BASE_URL}${path}`);
      await wide.page.getByText(text).first().waitFor({ timeout: 10_000 });
    });
  }
  await check('an unknown symbol is said to be unknown', async () => {
    await wide.page.goto(`${BASE_URL}/asset/?symbol=NOSUCH`);
    await wide.page.getByText('No asset has the symbol NOSUCH').waitFor();
  });
  await check('the list of assets filters', async () => {
    await wide.page.goto(`${BASE_URL}/assets/`);
    await wide.page.locator('tbody tr').first().waitFor();
    const all = await wide.page.locator('tbody tr').count();
    await wide.page.getByLabel('Filter by symbol or name').fill('pfi');
    await wide.page.waitForURL(/q=pfi/);
    assert.ok((await wide.page.locator('tbody tr').count()) < all);
  });
  await check('an address without a page says so', async () => {
    const answer = await wide.page.goto(`${BASE_URL}/no-such-page/`);
    assert.equal(answer.status(), 404);
    await wide.page.getByText('There is no page at this address').waitFor();
  });
  await check('pages make no foreign request and no console error', () => {
    assert.deepEqual(wide.faults.foreign, []);
    assert.deepEqual(
      wide.faults.console.filter((line) => !/status of 404/.test(line)),
      [],
    );
  });
  await wide.context.close();

  const narrow = await watchedPage(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await withToken(narrow.context, token);
  for (const { path, text } of PAGES.slice(1)) {
    await check(`${path} fits 390 px`, async () => {
      await narrow.page.goto(`${BASE_URL}${path}`);
      await narrow.page.getByText(text).first().waitFor();
      await fits(narrow.page);
    });
  }
  await narrow.context.close();

  const plain = await watchedPage(browser, { javaScriptEnabled: false });
  for (const path of [
    '/',
    '/login/',
    '/dashboard/',
    '/strategy/',
    '/simulate/',
    '/explain/',
    '/diagnostics/',
    '/risk/',
    '/assets/',
    '/asset/',
    '/reports/',
    '/tasks/',
    '/account/',
    '/admin/',
    '/methodology/',
    '/more/',
    '/docs/',
  ]) {
    await check(`${path} can be read without script`, async () => {
      await plain.page.goto(`${BASE_URL}${path}`);
      const words = (await plain.page.locator('body').innerText()).split(/\s+/).length;
      assert.ok(words > 8, `${words} words`);
    });
  }
  await plain.context.close();
}
