// SPDX-License-Identifier: Apache-2.0
// Faults of the server itself, as an administrator sees them. One is made by taking a table away under it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PASSWORD, watchedPage } from './browser.mjs';
import { clean, fits } from './clean.mjs';
import { withToken } from './pages.mjs';
import { startServer } from './server.mjs';

const PATH = '/index/rebalances?limit=7';
const RENAME = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(f"ALTER TABLE {sys.argv[2]} RENAME TO {sys.argv[3]}")
db.close()`;

export async function faults(browser, check) {
  const server = await startServer(['--no-sample-data']);
  const rename = (from, to) =>
    promisify(execFile)('python3', ['-c', RENAME, join(server.data, 'autoindex.db'), from, to]);
  try {
    const token = await server.register('administrator@example.org', PASSWORD);
    const { page, context } = await watchedPage(browser, { viewport: { width: 1440, height: 1000 } });
    await withToken(context, token);
    const list = page.getByTestId('faults');

    await check('without a fault the list says so', async () => {
      await page.goto(`${server.url}/admin/`);
      await page.getByText('No fault', { exact: true }).waitFor();
    });

    await check('faults are grouped with where, how often, and the calls that led there', async () => {
      await rename('rebalances', 'renamed');
      const answers = [];
      for (let i = 0; i < 3; i++) answers.push(await server.api('GET', PATH, undefined, token));
      await rename('renamed', 'rebalances');
      assert.deepEqual(
        answers.map(({ status }) => status),
        [500, 500, 500],
      );
      assert.equal((await server.api('GET', PATH, undefined, token)).status, 200);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await list.getByText('GET /api/v1/index/rebalances', { exact: true }).waitFor();
      assert.equal(await list.getByRole('listitem').count(), 1);
      const text = await list.innerText();
      assert.match(text, /3×/);
      assert.match(text, /no such table: rebalances/);
      assert.ok(text.includes(answers[2].headers.get('x-request-id')), text);
    });

    await check('the calls open by keyboard, innermost first', async () => {
      const calls = list.locator('pre');
      await calls.waitFor({ state: 'hidden' });
      await list.locator('summary').focus();
      await page.keyboard.press('Enter');
      await calls.waitFor({ state: 'visible' });
      const lines = (await calls.innerText()).split('\n');
      assert.ok(lines.length > 3, `${lines.length} calls`);
      assert.ok(
        lines.some((line) => /app_|db_|store_|serve|req_|pool/.test(line)),
        lines.join(' '),
      );
      await clean(page);
    });

    for (const width of [390, 320])
      await check(`a fault with its calls fits ${width} px`, async () => {
        await page.setViewportSize({ width, height: 844 });
        await fits(page);
      });
    await context.close();
  } finally {
    await server.stop();
  }
}
