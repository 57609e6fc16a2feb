// SPDX-License-Identifier: Apache-2.0
// The page of risk: its figures are those of the API, charts and tables follow what is chosen, links open what they name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { clean, fits } from './clean.mjs';
import { withToken } from './pages.mjs';

const ROOT = '/api/v1/strategy/risk-metrics';

const number = (value, decimals) =>
  Math.abs(value).toLocaleString('en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });

/** As the page writes it: − is U+2212, and + only where a sign is always shown. */
function text(value, unit, signed) {
  const sign = value < 0 ? '\u2212' : signed && value > 0 ? '+' : '';
  return unit === 'percent'
    ? `${sign}${number(value * 100, 2)}%`
    : `${sign}${number(value, unit === 'count' ? 0 : 2)}`;
}

const SIGNED = new Set([
  'total_return',
  'annualized_return',
  'best_day',
  'worst_day',
  'max_drawdown',
  'current_drawdown',
  'alpha',
]);

export async function risk(browser, check, email) {
  const token = await tokenOf(email);
  const { page, context, faults } = await watchedPage(browser);
  await withToken(context, token);
  const ask = async (path) => {
    const answer = await fetch(`${BASE_URL}${ROOT}${path}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
  const summary = (of) => page.locator(`.chart[aria-label^="${of}"]`);
  const file = async (button) => {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
  };
  const panel = (name) =>
    page.locator('section.p').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });

  const { items: definitions } = await ask('/definitions');
  const { metrics, reasons } = await ask('?limit=1');
  const row = metrics[0];

  await check('every figure of the page of risk is that of the API', async () => {
    await page.goto(`${BASE_URL}/risk/`);
    await page.getByTestId('card-volatility').filter({ hasText: /\d/ }).waitFor();
    for (const { metric, unit } of definitions) {
      const shown = await page.getByTestId(`card-${metric}`).innerText();
      if (row[metric] === null) assert.match(shown, /^—/, metric);
      else assert.equal(shown, text(row[metric], unit, SIGNED.has(metric)), metric);
    }
    for (const metric of ['annualized_return', 'volatility', 'sharpe_ratio', 'max_drawdown', 'var_95']) {
      const { unit } = definitions.find((d) => d.metric === metric);
      assert.equal(
        await page.getByTestId(metric).innerText(),
        text(row[metric], unit, SIGNED.has(metric)),
        metric,
      );
    }
  });

  await check('each metric says what it means, its formula and its convention', async () => {
    for (const { metric, meaning, formula, convention } of definitions) {
      const words = await page.locator(`#${metric}`).innerText();
      for (const part of [meaning, formula, convention]) {
        assert.ok(part === null || words.includes(part), `${metric}: ${part}`);
      }
    }
    for (const { metric, reason } of reasons) {
      assert.ok((await page.locator(`#${metric}`).innerText()).includes(reason), `${metric}: ${reason}`);
    }
  });

  await check('another rolling metric and window are drawn, and stand in the address', async () => {
    await summary('Volatility over 60 sessions').waitFor();
    await page.getByLabel('Rolling metric').selectOption('beta_sp500');
    await page.getByRole('group', { name: 'Window in sessions' }).getByText('252', { exact: true }).click();
    await page.waitForURL(/metric=beta_sp500&window=252/);
    const { series } = await ask('/rolling?metric=beta_sp500&window=252');
    const last = series.filter(({ value }) => value !== null).at(-1);
    await page
      .locator(`.chart[aria-label*="over 252 sessions"][aria-label*="last ${text(last.value, 'ratio')}"]`)
      .waitFor();
    const lines = await file(panel('Rolling risk').getByRole('button', { name: 'CSV' }));
    assert.equal(lines.length, series.length + 1);
    assert.equal(lines.at(-1), `${series.at(-1).date},${series.at(-1).value ?? ''}`);
  });

  await check('a window that the range is too short for says so', async () => {
    await page.goto(`${BASE_URL}/risk/?range=1Y&window=756`);
    await panel('Rolling risk')
      .getByText(/needs at least/)
      .waitFor();
    await summary('Drawdown').waitFor();
  });

  await check('the worst episode fills the chart, and the whole range comes back', async () => {
    await page.goto(`${BASE_URL}/risk/`);
    const { items } = await ask('/drawdowns?limit=10');
    const first = page.locator('.episodes tbody tr').first();
    await first.waitFor();
    assert.deepEqual((await first.locator('td').allInnerTexts()).slice(0, 3), [
      text(items[0].depth, 'percent', true),
      items[0].peak_date,
      items[0].trough_date,
    ]);
    await page.locator('.plot canvas').first().waitFor();
    const box = panel('Under water').locator('.plot');
    const before = await box.screenshot();
    await first.getByRole('button').click();
    await panel('Under water').getByText('the fall from').waitFor();
    let after = before; // drawn a frame or more later
    for (let i = 0; i < 50 && after.equals(before); i += 1) after = await box.screenshot();
    assert.ok(!before.equals(after), 'the chart is as before');
    await page.getByRole('button', { name: 'Show the whole range' }).first().click();
    await panel('Under water').getByText('the fall from').waitFor({ state: 'detached' });
  });

  await check('the range holds for the panels, and the address opens it again', async () => {
    await page.goto(`${BASE_URL}/risk/?from=2008-01-02&to=2009-12-31`);
    await summary('Drawdown from 2 Jan 2008 to 31 Dec 2009').waitFor();
    const { observations } = await ask('/distribution?start_date=2008-01-02&end_date=2009-12-31');
    await panel('Distribution of daily returns').getByText(`${observations} returns`).waitFor();
    const months = await ask('/periods?frequency=monthly&start_date=2008-01-02&end_date=2009-12-31');
    const october = months.items.find(({ period }) => period === '2008-10');
    const cell = `${october.value < 0 ? '\u2212' : '+'}${number(october.value * 100, 1)}`;
    await page.locator('.heat td').getByText(cell, { exact: true }).first().waitFor();
  });

  await check('the heat map shows the difference to the benchmark', async () => {
    await page.getByRole('button', { name: /^Difference to/ }).click();
    await page.waitForURL(/diff=1/);
    await page.getByText('percentage points above or below').waitFor();
  });

  await check('the best and the worst days lead to their explanation', async () => {
    const { best, worst } = await ask('/distribution?start_date=2008-01-02&end_date=2009-12-31');
    for (const { date } of [best[0], worst[0]]) {
      await page.locator(`a[href="/explain/?date=${date}"]`).waitFor();
    }
  });

  await check('every method of the value at risk is there, with its reason where it has none', async () => {
    const { tails } = await ask('/distribution?start_date=2008-01-02&end_date=2009-12-31');
    const methods = new Set(tails.map(({ method }) => method));
    assert.equal(await page.locator('.tails tbody tr').count(), methods.size);
    for (const { reason } of tails) {
      if (reason) await page.locator('.tails').getByText(reason).first().waitFor();
    }
  });

  await check('a link with a metric goes to its card', async () => {
    await page.goto(`${BASE_URL}/account/`);
    await page.goto(`${BASE_URL}/risk/#sharpe_ratio`);
    await page.waitForFunction(() => document.activeElement?.id === 'sharpe_ratio');
    await page.locator('#sharpe_ratio.aimed').waitFor();
    await page.locator('.plot canvas').first().waitFor();
    await page.waitForFunction(() => {
      const { top, bottom } = document.getElementById('sharpe_ratio').getBoundingClientRect();
      return top > 0 && bottom < window.innerHeight;
    });
    await page.getByRole('link', { name: 'Beta', exact: true }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'beta_sp500');
  });

  await check('a card shows its history and its rolling window', async () => {
    await page.locator('#sharpe_ratio').getByRole('button').click();
    await summary('Sharpe ratio from the first level to each session').waitFor();
    await summary('Sharpe ratio over 60 sessions').waitFor();
    const { metrics: rows } = await ask('?limit=20000&fields=date,sharpe_ratio');
    const detail = page.locator('.mdetail > section').first();
    const lines = await file(detail.getByRole('button', { name: 'CSV' }));
    assert.equal(lines.length, rows.length + 1);
    await page.locator('#sharpe_ratio').getByRole('button').click();
    await summary('Sharpe ratio over 60 sessions').waitFor({ state: 'detached' });
  });

  await check('a chart is a table as well', async () => {
    const years = panel('Years');
    await years.getByRole('button', { name: 'Table' }).click();
    const { items } = await ask('/periods?frequency=yearly');
    assert.equal(
      (await years.locator('tbody tr').first().locator('td').nth(3).innerText()).trim(),
      text(items.at(-1).value, 'percent', true),
    );
    await years.getByRole('button', { name: 'Table' }).click();
  });

  await check('arrow keys read the charts', async () => {
    await summary('Distribution of').focus();
    await page.keyboard.press('End');
    await summary('Distribution of').locator('[role=status]').filter({ hasText: 'and more' }).waitFor({
      state: 'attached',
    });
    await summary('Drawdown from').focus();
    await page.keyboard.press('Home');
    await summary('Drawdown from').locator('[role=status]').filter({ hasText: /\d{4}/ }).waitFor({
      state: 'attached',
    });
  });

  await check('an address that asks for what there is not says so, and shows the default', async () => {
    await page.goto(`${BASE_URL}/risk/?range=9Y&basis=gross&window=61&metric=luck`);
    const notice = page.locator('.notice', { hasText: 'The address asks for what there is not' });
    for (const word of ['9Y', 'gross', '61', 'luck']) await notice.getByText(`“${word}”`).waitFor();
    await summary('Volatility over 60 sessions').waitFor();
  });

  await check('the page of risk makes no foreign request and no console error', () => {
    assert.deepEqual(faults.foreign, []);
    assert.deepEqual(
      faults.console.filter((line) => !/status of (422|409)/.test(line)),
      [],
    );
  });
  await context.close();

  for (const colorScheme of ['light', 'dark']) {
    await check(`axe finds nothing in an open card and in tables of risk, ${colorScheme}`, async () => {
      const other = await watchedPage(browser, { colorScheme, reducedMotion: 'reduce' });
      await withToken(other.context, token);
      await other.page.goto(`${BASE_URL}/risk/?diff=1&range=9Y#volatility`);
      await other.page.locator('#volatility.aimed').waitFor();
      await other.page.locator('#volatility').getByRole('button').click();
      await other.page.locator('.mdetail canvas').first().waitFor();
      for (const button of await other.page.getByRole('button', { name: 'Table' }).all())
        await button.click();
      await clean(other.page);
      await other.context.close();
    });
  }

  for (const width of [390, 1440]) {
    await check(`the page of risk does not scroll sideways at ${width} px`, async () => {
      const other = await watchedPage(browser, { viewport: { width, height: 900 } });
      await withToken(other.context, token);
      await other.page.goto(`${BASE_URL}/risk/`);
      await other.page.locator('.plot canvas').first().waitFor();
      await other.page.locator('#volatility').getByRole('button').click();
      await other.page.locator('.mdetail canvas').first().waitFor();
      await fits(other.page);
      await other.context.close();
    });
  }
}
