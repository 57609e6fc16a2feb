// SPDX-License-Identifier: Apache-2.0
// An investment: 10,000 EUR from 2010-01-04, its currency effect, other currencies, a wrong amount, the link.
import assert from 'node:assert/strict';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { withToken } from './pages.mjs';

const percent = (value) =>
  `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toLocaleString('en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })}%`;

export async function simulate(browser, check, email) {
  const token = await tokenOf(email);
  const { page, context, faults } = await watchedPage(browser);
  await withToken(context, token);
  const ask = async (body) => {
    const answer = await fetch(`${BASE_URL}/api/v1/index/simulate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const shows = (id, text) => page.getByTestId(id).filter({ hasText: text }).waitFor({ timeout: 10_000 });

  let euros;
  await check('10,000 EUR from 2010-01-04 show what they became and the currency effect', async () => {
    await page.goto(`${BASE_URL}/simulate/`);
    await page.getByRole('textbox', { name: /^Amount/ }).fill('10,000');
    await page.getByLabel('Currency', { exact: true }).selectOption('EUR');
    await page.getByLabel('Start', { exact: true }).fill('2010-01-04');
    euros = await ask({ amount: 10000, start_date: '2010-01-04', currency: 'EUR' });
    await shows('became', `€${euros.amount_final.toLocaleString('en-GB', { maximumFractionDigits: 2 })}`);
    await shows('currency-effect', percent(euros.fx.effect_pct));
    assert.equal(percent(euros.fx.effect_pct), '+35.23%');
  });

  await check('the chart draws it', async () => {
    await page.locator('.plot canvas').first().waitFor();
    assert.match(await page.locator('.chart').getAttribute('aria-label'), /of which the currency \+35\.23%/);
  });

  await check('arrow keys read the chart', async () => {
    await page.locator('.chart').focus();
    await page.keyboard.press('Home');
    await page
      .locator('.chart [role=status]')
      .filter({ hasText: '4 Jan 2010' })
      .waitFor({ state: 'attached' });
  });

  await check('the address holds the form, and opens it again', async () => {
    await page.waitForURL(/currency=EUR&start=2010-01-04/);
    const other = await context.newPage();
    await other.goto(page.url());
    await other
      .getByTestId('currency-effect')
      .filter({ hasText: percent(euros.fx.effect_pct) })
      .waitFor();
    await other.close();
  });

  await check('a wrong amount is said at its field, and the result stays', async () => {
    await page.getByRole('textbox', { name: /^Amount/ }).fill('0');
    await page.getByText('Must be above 0.').waitFor();
    assert.equal(await page.getByRole('textbox', { name: /^Amount/ }).getAttribute('aria-invalid'), 'true');
    await shows('currency-effect', percent(euros.fx.effect_pct));
    await page.getByRole('textbox', { name: /^Amount/ }).fill('10000');
  });

  await check('what the server refuses is said at its field', async () => {
    await page.getByLabel('Currency', { exact: true }).selectOption('ISK');
    await page
      .getByText(/ISK has no fixing against USD on 2010-01-04/)
      .first()
      .waitFor();
    await page.getByLabel('Currency', { exact: true }).selectOption('EUR');
    await shows('currency-effect', percent(euros.fx.effect_pct));
  });

  await check('monthly payments are taken up', async () => {
    await page.getByLabel(/Add each month/).fill('100');
    const monthly = await ask({ amount: 10000, start_date: '2010-01-04', currency: 'EUR', monthly: 100 });
    await shows(
      'became',
      `€${monthly.amount_final.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`,
    );
    await page.getByLabel(/Add each month/).fill('');
  });

  await check('another currency is a click away', async () => {
    await page.getByRole('button', { name: 'JPY', exact: true }).click();
    const yen = await ask({ amount: 10000, start_date: '2010-01-04', currency: 'JPY' });
    await shows('currency-effect', percent(yen.fx.effect_pct));
  });

  await check('the simulation makes no foreign request and no console error', () => {
    assert.deepEqual(faults.foreign, []);
    assert.deepEqual(
      faults.console.filter((line) => !/status of 422/.test(line)),
      [],
    );
  });
  await context.close();
}
