// SPDX-License-Identifier: Apache-2.0
// The API browser: every operation is there, opens by its address and by keyboard, and can be tried.
import assert from 'node:assert/strict';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { fits } from './clean.mjs';
import { withToken } from './pages.mjs';

export async function docs(browser, check, email) {
  const { page, context, faults } = await watchedPage(browser, { viewport: { width: 390, height: 844 } });
  await withToken(context, await tokenOf(email));

  await check('/docs lists every operation of the document', async () => {
    const answer = await page.goto(`${BASE_URL}/docs`);
    assert.equal(answer.status(), 200);
    const { paths } = await (await fetch(`${BASE_URL}/openapi.json`)).json();
    const ids = Object.values(paths).flatMap((item) => Object.values(item).map((op) => op.operationId));
    await page.locator('details.op').first().waitFor();
    const shown = await page.locator('details.op').evaluateAll((all) => all.map((one) => one.id));
    assert.deepEqual(shown.sort(), ids.sort());
  });
  await check('an operation opens by its address, and is tried as the signed-in user', async () => {
    await page.goto(`${BASE_URL}/docs/#getAssetHistory`);
    const op = page.locator('#getAssetHistory');
    await op.getByLabel('symbol', { exact: true }).fill('PFE');
    assert.match(await op.getByLabel('The same call with curl').innerText(), /\$TOKEN.*PFE\/history/);
    await op.getByRole('button', { name: 'Send GET' }).click();
    await op.getByText('200').last().waitFor();
    assert.match(await op.getByLabel('Headers of the reply').innerText(), /etag: /);
    assert.match(await op.getByLabel('Body of the reply').innerText(), /"symbol": "PFE"/);
  });
  await check('a refusal is shown as it came, and the session stays', async () => {
    await page.getByLabel('Token', { exact: true }).fill('wrong');
    const op = page.locator('#getAssetHistory');
    await op.getByRole('button', { name: 'Send GET' }).click();
    await op.getByText('401', { exact: false }).last().waitFor();
    assert.ok(await page.evaluate(() => localStorage.getItem('autoindex.token')));
  });
  await check('an operation is found by words and opened by keyboard', async () => {
    await page.getByLabel('Find an operation').fill('post simulate');
    await page.locator('details.op').nth(1).waitFor({ state: 'detached' });
    await page.locator('#simulate > summary').focus();
    await page.keyboard.press('Enter');
    const body = page.locator('#simulate').getByLabel('Body', { exact: true });
    assert.equal(JSON.parse(await body.inputValue()).currency, 'EUR');
    await page.locator('#simulate').getByRole('button', { name: 'Send POST' }).click();
    await page.locator('#simulate').getByLabel('Body of the reply').waitFor();
  });
  await check('the API browser stays inside a narrow screen and asks no other server', async () => {
    await fits(page);
    assert.deepEqual(faults.foreign, []);
    const other = faults.console.filter((line) => !/status of 401/.test(line));
    assert.deepEqual(other, []);
  });
  await context.close();
}
