// SPDX-License-Identifier: Apache-2.0
// Time really runs out: on a server whose sign-ins hold for seconds, while a strategy is being filled in.
import assert from 'node:assert/strict';
import { PASSWORD, watchedPage } from './browser.mjs';
import { clean } from './clean.mjs';
import { startIssuer } from './issuer.mjs';
import { through } from './providers.mjs';
import { startServer } from './server.mjs';
import { saveByKeys } from './strategy.mjs';

const LIFETIME_S = 15;
const EMAIL = 'administrator@example.org';
const TOKEN = 'autoindex.token';

/** When the token that the page holds has expired; nothing touches the page meanwhile, which would renew it. */
const overIn = (page) =>
  page.waitForFunction(
    (name) => {
      const { exp } = JSON.parse(atob(localStorage.getItem(name).split('.')[1]));
      return Date.now() > exp * 1000;
    },
    TOKEN,
    { timeout: 2 * LIFETIME_S * 1000, polling: 200 },
  );

/** An account without a password signs in again in another tab. */
async function byProvider(browser, check, server, issuer) {
  const { page, context } = await watchedPage(browser);
  const name = page.getByLabel('Name of the key');
  issuer.person = 'without.password@example.org';

  await check('without a password, signing in again goes by another tab', async () => {
    await page.goto(`${server.url}/login/?next=/account/`);
    await through(page, 'Continue with Our company', /^Agree as/);
    await page.waitForURL(`${server.url}/account/`);
    await name.fill('half a name');
    await overIn(page);
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByText('This account has no password').waitFor();
    await clean(page);
    const opened = context.waitForEvent('page');
    await dialog.getByRole('link', { name: 'another tab' }).click();
    const other = await opened;
    await through(other, 'Continue with Our company', /^Agree as/);
    await other.waitForURL(`${server.url}/dashboard/`);
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await name.inputValue(), 'half a name');
    await other.close();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByTestId('made-key').waitFor();
  });
  await context.close();
}

export async function expiry(browser, check) {
  const issuer = await startIssuer();
  const server = await startServer([], (url) => ({
    ...issuer.settings,
    PUBLIC_URL: url,
    SESSION_LIFETIME_S: `${LIFETIME_S}`,
  }));
  try {
    await server.register(EMAIL, PASSWORD);
    const { page, context, faults } = await watchedPage(browser);
    const again = page.getByRole('dialog', { name: 'Sign in again' });
    const momentum = page.locator('input[name=momentum_weight]');
    const signIn = async (room) => {
      await room.locator('input[name=password]').fill(PASSWORD);
      await room.getByRole('button', { name: 'Sign in', exact: true }).click();
    };
    let before;

    await check('a strategy is filled in, and the sign-in ends by itself', async () => {
      await page.goto(`${server.url}/login/?next=/strategy/`);
      await page.getByLabel('E-mail').fill(EMAIL);
      await signIn(page);
      await momentum.fill('0.5');
      await page.getByRole('button', { name: 'Scale to 1' }).click();
      await page.getByText('3 changes', { exact: true }).waitFor();
      await saveByKeys(page);
      await page.getByRole('dialog', { name: /^Save as version/ }).waitFor();
      before = await page.evaluate((name) => localStorage.getItem(name), TOKEN);
      await overIn(page);
      const refused = await server.api('GET', '/auth/me', undefined, before);
      assert.equal(refused.status, 401);
      assert.equal((await refused.json()).code, 'token_expired');
    });

    await check('saving asks for the password, over what was typed', async () => {
      await page
        .getByRole('button', { name: /^Save as version/ })
        .last()
        .click();
      await again.waitFor();
      await clean(page);
      await signIn(again);
      await again.waitFor({ state: 'detached' });
      assert.equal(new URL(page.url()).pathname, '/strategy/');
      assert.equal(Number(await momentum.inputValue()), 0.5);
    });

    await check('and then it is saved', async () => {
      const dialog = page.getByRole('dialog', { name: /^Save as version/ });
      await dialog.getByRole('button', { name: /^Save as version/ }).click();
      await page.getByText(/^Saved as version \d+\.$/).waitFor();
      const token = await page.evaluate((name) => localStorage.getItem(name), TOKEN);
      assert.notEqual(token, before);
      const config = await (await server.api('GET', '/strategy/config', undefined, token)).json();
      assert.equal(config.momentum_weight, 0.5);
      assert.deepEqual(
        faults.console.filter((line) => !/status of 401/.test(line)),
        [],
      );
    });
    await context.close();
    await byProvider(browser, check, server, issuer);
  } finally {
    await server.stop();
    await issuer.stop();
  }
}
