// SPDX-License-Identifier: Apache-2.0
// The server goes away while the page is open, and comes back. Needs STOP_CMD and START_CMD.
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { withToken } from './pages.mjs';

export async function outage(browser, check, email) {
  const { STOP_CMD, START_CMD } = process.env;
  if (!STOP_CMD || !START_CMD) return;
  const run = (command) => execSync(command, { stdio: 'ignore', timeout: 30_000 });
  const { page, context } = await watchedPage(browser);
  await withToken(context, await tokenOf(email));
  await page.goto(`${BASE_URL}/dashboard/`);
  const level = page.getByTestId('level');
  await level.filter({ hasText: /\d/ }).waitFor();
  const before = await level.innerText();

  await check('a stopped server is one notice, and the page stays', async () => {
    run(STOP_CMD);
    await page.getByText('The server does not answer.').waitFor({ timeout: 30_000 });
    assert.equal(await page.getByText('The server does not answer.').count(), 1);
    assert.equal(await level.innerText(), before);
  });
  await check('the page goes on by itself when the server returns', async () => {
    run(START_CMD);
    await page.getByText('The server does not answer.').waitFor({ state: 'detached', timeout: 30_000 });
    await level.filter({ hasText: before }).waitFor();
  });
  await context.close();
}
