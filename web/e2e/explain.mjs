// SPDX-License-Identifier: Apache-2.0
// Why the level of 2008-10-15 is what it is, from the dashboard down to the closes; and whether all is well.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { withToken } from './pages.mjs';

const DATE = '2008-10-15';
const exact = (value) =>
  value.toLocaleString('en-GB', { minimumFractionDigits: 9, maximumFractionDigits: 9 });
const read = (text) => Number(text.replaceAll(',', '').replace('\u2212', '-'));
const percent = (value) =>
  `${value < 0 ? '\u2212' : ''}${Math.abs(value * 100).toLocaleString('en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })}%`;

export async function explain(browser, check, email) {
  const token = await tokenOf(email);
  const { page, context, faults } = await watchedPage(browser);
  await withToken(context, token);
  const get = async (path) => {
    const answer = await fetch(`${BASE_URL}/api/v1${path}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return answer.json();
  };
  const text = (id) => page.getByTestId(id).innerText();
  const shown = (id, what) => page.getByTestId(id).filter({ hasText: what }).waitFor({ timeout: 10_000 });
  const day = await get(`/index/explain?date=${DATE}`);

  await check('the dashboard leads from a level to its explanation', async () => {
    await page.goto(`${BASE_URL}/dashboard/?from=2008-01-02&to=${DATE}`);
    await page.getByRole('link', { name: 'Explain the level of 15 Oct 2008' }).click();
    await page.waitForURL(new RegExp(`/explain/\\?date=${DATE}`));
    await shown('explained-level', exact(day.level));
  });

  await check('the equation adds up to the last digit', async () => {
    assert.equal(await text('explained-value'), exact(day.value));
    assert.equal(await text('explained-sum'), exact(day.value));
    assert.equal(await text('explained-quotient'), exact(day.level));
    await page.getByText('agrees with the published level to the last digit').waitFor();
    const lines = await page.locator('table.full9 tbody tr td:nth-child(8)').allInnerTexts();
    assert.equal(lines.length, day.holdings.length);
    const sum = lines.reduce((total, line) => total + read(line), 0);
    assert.ok(Math.abs(sum - day.value) < lines.length * 1e-9, `${sum} and ${day.value}`);
  });

  await check('what moved the day sums to its return', async () => {
    assert.equal(await text('day-return'), percent(day.day_return));
  });

  await check('the file recomputes to the level', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV that recomputes' }).click();
    const file = await (await waiting).path();
    const [head, ...rows] = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.replace(/"[^"]*"/g, 'name').split(','));
    const of = (row, name) => Number(row[head.indexOf(name)]);
    const sum = rows.reduce((all, row) => all + of(row, 'units') * of(row, 'price') * of(row, 'fx_rate'), 0);
    assert.equal(sum / day.divisor, day.level);
  });

  await check('a row opens the trace of its weight', async () => {
    const pfizer = day.holdings.find((h) => h.symbol === 'PFE');
    await page.locator('table.full9').getByRole('button', { name: 'PFE' }).click();
    await page.waitForURL(/symbol=PFE/);
    await shown('traced', percent(pfizer.weight));
    await page.getByText(`= ${(pfizer.target_weight * 100).toFixed(6)}%`).waitFor();
    await page.getByText(/Momentum, 20 sessions/).waitFor();
    await page.getByText(`= ${exact(pfizer.units)}`).waitFor();
  });

  await check('keys step through the sessions and keep the stock', async () => {
    await page.locator('h1').click();
    await page.keyboard.press(']');
    await page.waitForURL(/date=2008-10-16&symbol=PFE/);
    await page.getByText('AutoIndex, 16 Oct 2008').waitFor();
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await page.waitForURL(/date=2008-10-14&symbol=PFE/);
    await page.getByText('AutoIndex, 14 Oct 2008').waitFor();
  });

  await check('the net level has its own equation', async () => {
    await page.goto(`${BASE_URL}/explain/?date=${DATE}&variant=net`);
    await shown('explained-level', exact(day.net_level));
  });

  await check('a date without a level offers the nearest sessions', async () => {
    await page.goto(`${BASE_URL}/explain/?date=2008-10-18`);
    await page.getByText('Sat 18 Oct 2008 is no session of the index.').waitFor();
    await page.getByRole('button', { name: 'Explain 17 Oct 2008' }).click();
    await page.waitForURL(/date=2008-10-17/);
    await page.getByText('AutoIndex, 17 Oct 2008').waitFor();
    await page.goto(`${BASE_URL}/explain/?date=yesterday`);
    await page.getByText('“yesterday” is no date').waitFor();
    await page.getByRole('button', { name: 'Explain 28 Dec 2022' }).waitFor();
  });

  await check('weights over time can be read and lead to a session', async () => {
    await page.goto(`${BASE_URL}/explain/?date=${DATE}`);
    const chart = page.locator('.chart.weights');
    await chart.waitFor();
    assert.match(await chart.getAttribute('aria-label'), /Weights by sector from .* Health Care/);
    await chart.focus();
    await page.keyboard.press('End');
    await chart.getByRole('status').filter({ hasText: 'Enter explains' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.waitForURL(/date=2011-/);
    await page.getByRole('button', { name: 'By stock' }).click();
    await page.locator('.composition').getByRole('button', { name: 'Table' }).click();
    await page.getByRole('columnheader', { name: 'Other' }).waitFor();
  });

  await check('the list of rebalances leads to a session', async () => {
    await page.goto(`${BASE_URL}/explain/?date=${DATE}`);
    await page.getByRole('link', { name: '2008-10-06', exact: true }).click();
    await page.waitForURL(/date=2008-10-06/);
    await page.getByText('AutoIndex, 6 Oct 2008').waitFor();
    await page.getByText('new units bought at this close').waitFor();
  });

  await check('a weight of the dashboard leads to its trace', async () => {
    await page.goto(`${BASE_URL}/dashboard/`);
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'PFE', exact: true }) });
    await row.getByRole('link').nth(1).click();
    await page.waitForURL(/\/explain\/\?date=2022-12-28&symbol=PFE/);
    await page.getByText('Where PFE’s weight comes from').waitFor();
  });

  await check('the Sharpe ratio says how far the risk-free rate goes', async () => {
    await page.goto(`${BASE_URL}/dashboard/?range=Max`);
    await page.locator('.kpi').filter({ hasText: 'Sharpe ratio' }).getByText('to 29 Mar 2017').waitFor();
    await page.goto(`${BASE_URL}/dashboard/?range=1Y`);
    await page.locator('.kpi').filter({ hasText: 'no risk-free rate' }).waitFor();
  });

  await check('diagnostics say the first thing that is not well', async () => {
    await page.goto(`${BASE_URL}/diagnostics/`);
    await shown('verdict', 'The sample ends on 28 Dec 2022.');
    await page.getByRole('cell', { name: 'price_revisions' }).waitFor();
  });

  await check('an administrator recalculates, and nothing changes', async () => {
    await page.getByRole('button', { name: 'Recalculate the index' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Recalculate', exact: true }).click();
    await page
      .getByTestId('recalculated')
      .filter({ hasText: 'Nothing changed, to the last digit.' })
      .waitFor({ timeout: 60_000 });
    await page.getByLabel('Keys to forget').fill('nothing*');
    await page.getByRole('button', { name: 'Invalidate the cache' }).click();
    await shown('invalidated', '0 entries were removed.');
  });

  await check('others see the controls with a lock and the reason', async () => {
    const other = await watchedPage(browser);
    await withToken(other.context, await tokenOf(`reader-${Date.now()}@example.org`));
    await other.page.goto(`${BASE_URL}/diagnostics/`);
    const button = other.page.getByRole('button', { name: 'Recalculate the index' });
    await button.and(other.page.locator('[aria-disabled=true]')).waitFor();
    await other.page.getByText('Only administrators can do this.').first().waitFor();
    await button.click({ force: true });
    assert.equal(await other.page.getByRole('dialog').count(), 0);
    await other.context.close();
  });

  await check('the explanation makes no foreign request and no console error', () => {
    assert.deepEqual(faults.foreign, []);
    assert.deepEqual(
      faults.console.filter((line) => !/status of 422/.test(line)),
      [],
    );
  });
  await context.close();
}
