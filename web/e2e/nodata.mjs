// SPDX-License-Identifier: Apache-2.0
// Reports where there is no index, and of a period without sessions: on a server of its own, without the sample.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { PASSWORD } from './browser.mjs';
import { clean } from './clean.mjs';
import { startServer } from './server.mjs';
import { visit } from './tasks.mjs';

/** Sessions up to a Monday: one day before it there is none. */
function prices() {
  const rows = ['date,symbol,close'];
  const day = new Date('2021-01-04');
  for (let i = 0; day.toISOString() < '2022-12-27'; i++, day.setUTCDate(day.getUTCDate() + 1)) {
    if ([0, 6].includes(day.getUTCDay())) continue;
    ['AAA', 'BBB', 'CCC', 'SPY'].forEach((symbol, j) =>
      rows.push(`${day.toISOString().slice(0, 10)},${symbol},${100 + j + ((i * (j + 3)) % 17)}`),
    );
  }
  return `${rows.join('\n')}\n`;
}

export async function nodata(browser, check) {
  const server = await startServer(['--no-sample-data']);
  try {
    const token = await server.register('administrator@example.org', PASSWORD);
    const file = `${server.data}.csv`;
    await writeFile(file, prices());
    execFileSync(process.env.BINARY, ['import', file, '--data', server.data]);
    const { page, context } = await visit(browser, server, token, { viewport: { width: 390, height: 844 } });
    const form = page.getByRole('form', { name: 'New report' });
    const days = form.getByLabel('Days before the last session');
    const ask = async (count) => {
      await days.fill(count);
      await form.getByRole('button', { name: 'Make the report' }).click();
    };

    await check('a report before there is an index says why it could not be made', async () => {
      await page.goto(`${server.url}/reports/`);
      await ask('30');
      await page.getByLabel('Being made').getByText('has not been computed yet').waitFor();
      await clean(page);
      await page.getByRole('button', { name: 'Leave it' }).click();
      await page.getByLabel('Being made').waitFor({ state: 'detached' });
    });

    await check('a period without data is refused at its field', async () => {
      execFileSync(process.env.BINARY, ['compute', '--data', server.data]);
      await ask('1');
      await form.locator('.err').getByText('fewer than two sessions').waitFor();
      assert.equal(await days.getAttribute('aria-invalid'), 'true');
      await clean(page);
      await ask('3');
      await form.locator('.err').waitFor({ state: 'detached' });
      await page.getByTestId('reports').getByText('Detailed').waitFor();
    });
    await context.close();
  } finally {
    await server.stop();
  }
}
