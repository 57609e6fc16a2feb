// SPDX-License-Identifier: Apache-2.0
// A visitor: registers, reads the dashboard, changes the range, signs out.
import assert from 'node:assert/strict';
import { BASE_URL, PASSWORD, watchedPage } from './browser.mjs';

const level = (value) =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);

export async function session(browser, check) {
  const { page, context, faults } = await watchedPage(browser);
  const email = `e2e-${Date.now()}@example.org`;

  await check('a visitor of the dashboard is led to signing in', async () => {
    await page.goto(`${BASE_URL}/dashboard/?range=1Y`);
    await page.waitForURL(/\/login\/\?next=/);
    assert.equal(new URL(page.url()).searchParams.get('next'), '/dashboard/?range=1Y');
  });

  await check('the e-mail field has the focus', async () => {
    await page.getByLabel('E-mail').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'email');
  });

  await check('the first account is called the administrator', async () => {
    const setup = await (await fetch(`${BASE_URL}/api/v1/auth/setup`)).json();
    if (setup.needs_administrator) {
      await page.getByRole('heading', { name: 'Create the administrator' }).waitFor();
    } else {
      await page.getByRole('link', { name: 'Register' }).click();
      await page.getByRole('heading', { name: 'Register' }).waitFor();
    }
  });

  await check('password rules tick off while typing', async () => {
    await page.getByLabel('E-mail').fill(email);
    await page.locator('input[name=password]').fill('abc');
    const before = await page.locator('.rules .ok').count();
    await page.locator('input[name=password]').fill(PASSWORD);
    const after = await page.locator('.rules .ok').count();
    assert.ok(after > before, `${before} then ${after}`);
    assert.equal(after, await page.locator('.rules li').count());
  });

  await check('registering leads back to the page asked for', async () => {
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(/\/dashboard\/\?range=1Y/);
  });

  let token;
  let current;
  await check('the dashboard shows the level of the API', async () => {
    token = await page.evaluate(() => localStorage.getItem('autoindex.token'));
    const answer = await fetch(`${BASE_URL}/api/v1/index/current`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    current = await answer.json();
    await page
      .getByTestId('level')
      .filter({ hasText: level(current.level) })
      .waitFor({ timeout: 10_000 });
  });

  await check('the chart draws the range', async () => {
    await page.locator('.plot canvas').first().waitFor();
    assert.match(
      await page.locator('.chart').getAttribute('aria-label'),
      /Level from .* AutoIndex [+\u2212]/,
    );
  });

  await check('changing the range changes the address, the figures and the chart', async () => {
    const before = await page.locator('.kpis').innerText();
    const summary = await page.locator('.chart').getAttribute('aria-label');
    await page.getByRole('button', { name: '5Y', exact: true }).click();
    await page.waitForURL(/range=5Y/);
    await page.waitForFunction((old) => document.querySelector('.kpis').innerText !== old, before);
    assert.notEqual(await page.locator('.chart').getAttribute('aria-label'), summary);
  });

  await check('keys change range, scale, benchmark and view', async () => {
    await page.locator('h1').click();
    for (const [key, pattern] of [
      ['0', /range=Max/],
      ['l', /log=0/],
      ['b', /bench=0/],
      ['v', /variant=net/],
      ['c', /view=table/],
    ]) {
      await page.keyboard.press(key);
      await page.waitForURL(pattern);
      if (key === '0') await page.getByText('Return since the start').waitFor();
    }
    await page.getByRole('columnheader', { name: 'Session' }).waitFor();
  });

  await check('the net level is shown with its own variant', async () => {
    await page
      .getByTestId('level')
      .filter({ hasText: level(current.net_level) })
      .waitFor();
  });

  await check('a range of dates can be chosen', async () => {
    await page.keyboard.press('c');
    await page.getByRole('button', { name: / to / }).click();
    await page.getByLabel('From', { exact: true }).fill('2008-01-02');
    await page.getByLabel('To', { exact: true }).fill('2009-12-31');
    await page.getByRole('button', { name: 'Show range' }).click();
    await page.waitForURL(/from=2008-01-02&to=2009-12-31/);
    await page.getByText('Return of the range').waitFor();
  });

  await check('the palette finds an asset and opens it', async () => {
    const symbol = current.allocations[0].symbol;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(symbol);
    await page
      .getByRole('option', { name: new RegExp(`^${symbol}`) })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/asset/\\?symbol=${symbol}`));
    await page.getByRole('heading', { level: 1, name: symbol }).waitFor();
    await page.locator('.plot canvas').first().waitFor();
  });

  await check('amounts can be hidden', async () => {
    await page.goto(`${BASE_URL}/dashboard/`);
    await page
      .getByTestId('level')
      .filter({ hasText: level(current.level) })
      .waitFor();
    await page.getByRole('button', { name: 'Hide amounts' }).click();
    await page.getByTestId('level').filter({ hasText: '•' }).waitFor();
    await page.getByRole('button', { name: 'Hide amounts' }).click();
  });

  await check('the theme switches and stays', async () => {
    const before = await page.evaluate(() => document.documentElement.dataset.theme);
    await page.getByRole('button', { name: 'Switch theme' }).click();
    await page.reload();
    assert.notEqual(await page.evaluate(() => document.documentElement.dataset.theme), before);
    await page.getByRole('button', { name: 'Switch theme' }).click();
  });

  await check('signing out ends the session', async () => {
    await page.getByRole('button', { name: /Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/login\//);
    assert.equal(await page.evaluate(() => localStorage.getItem('autoindex.token')), null);
  });

  await check('a wrong password is refused in words', async () => {
    await page.getByLabel('E-mail').fill(email);
    await page.locator('input[name=password]').fill('wrong-Heron-82');
    await page.locator('form button[type=submit]').click();
    await page.getByText('No account has this e-mail address and password.').waitFor();
  });

  await check('no request leaves the server', () => assert.deepEqual(faults.foreign, []));
  await check('the console stays clean', () =>
    assert.deepEqual(
      faults.console.filter((line) => !/status of 401/.test(line)),
      [],
    ),
  );
  await context.close();
  return email;
}
