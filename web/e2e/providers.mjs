// SPDX-License-Identifier: Apache-2.0
// Signing in by a provider, in a browser, against an issuer on this machine.
import assert from 'node:assert/strict';
import { PASSWORD, watchedPage } from './browser.mjs';
import { clean, fits } from './clean.mjs';
import { totp } from './account.mjs';
import { startIssuer } from './issuer.mjs';
import { startServer } from './server.mjs';

const TOKEN = 'autoindex.token';
const CONTINUE = 'Continue with Our company';
const STEP_MS = 30_000;

const tokenIn = (page) => page.evaluate((name) => localStorage.getItem(name), TOKEN);
const dialogOf = (page) => page.getByRole('dialog', { name: 'Unlink Our company?' });
const linked = (page) => page.getByTestId('linked').getByRole('listitem');

/** What the issuer and we exchange is nowhere in the address, its history or what the tab keeps. */
async function leftNothing(page) {
  const left = await page.evaluate(() => location.href + JSON.stringify(sessionStorage));
  assert.ok(!/code=|error=|binding/.test(left), left);
}

async function visit(browser, server, options = {}) {
  const { page, context, faults } = await watchedPage(browser, options);
  const asked = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob|about):/.test(request.url()))
      asked.push(request);
  });
  return { page, context, faults, asked };
}

/** From the button to the issuer's page and, by one of its links, back. */
export async function through(page, button, answer) {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('heading', { name: 'Our company' }).waitFor();
  await page.getByRole('link', { name: answer }).click();
}

async function openLogin(page, server, query = '?next=/account/') {
  await page.goto(`${server.url}/login/${query}`);
  await page.getByRole('button', { name: CONTINUE }).waitFor();
}

async function signOut(page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/login\//);
}

async function newAccount(page, check, server, issuer) {
  const mine = 'new.person@example.org';

  await check('a provider that is set up has its button, for signing in and registering', async () => {
    await openLogin(page, server);
    await clean(page);
    await openLogin(page, server, '?register=1&next=/account/');
    await clean(page);
  });

  await check('a sign-in cancelled at the provider comes back with a sentence', async () => {
    issuer.person = mine;
    await openLogin(page, server);
    await through(page, CONTINUE, 'Cancel');
    await page.getByTestId('why').getByText('at Our company was cancelled').waitFor();
    assert.equal(new URL(page.url()).pathname, '/login/');
    await leftNothing(page);
    await clean(page);
    assert.equal(await tokenIn(page), null);
  });

  await check('the sentence is ours, whatever the address says', async () => {
    await page.goto('about:blank');
    await page.goto(`${server.url}/login/#error=provider_refused&message=Pay%20here`);
    await page.getByTestId('why').getByText('was cancelled').waitFor();
    assert.ok(!(await page.locator('body').innerText()).includes('Pay here'));
    await page.goto('about:blank');
    await page.goto(`${server.url}/login/#code=of-another-browser`);
    await page.getByTestId('why').getByText('begun in another tab').waitFor();
    await leftNothing(page);
  });

  await check('the first sign-in makes an account and leads where one was going', async () => {
    await openLogin(page, server);
    await through(page, CONTINUE, `Agree as ${mine}`);
    await page.waitForURL(`${server.url}/account/`);
    await linked(page).getByText(mine).waitFor();
    const facts = page.getByRole('region', { name: 'Signed in' });
    await facts.getByText('Our company').waitFor();
    assert.ok(!(await facts.innerText()).includes('password'));
    await leftNothing(page);
    await clean(page);
    await page.goBack();
    await page.waitForURL((url) => url.hash === '');
    await page.goto(`${server.url}/account/`);
  });

  await check('the only way in cannot be taken away, and the page says what to do', async () => {
    await page.getByRole('button', { name: 'Unlink Our company' }).click();
    await clean(page);
    await dialogOf(page).getByRole('button', { name: 'Unlink' }).click();
    await dialogOf(page).getByText('Set a password first').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Keep it' }).click();
    assert.equal(await linked(page).count(), 1);
  });

  await check('somebody else at the provider cannot set the password of this account', async () => {
    issuer.person = 'somebody.else@example.org';
    await through(page, 'Set a password', /^Agree as/);
    const form = page.getByRole('form', { name: 'Set a password' });
    await form.locator('input[name=new]').fill(PASSWORD);
    await form.getByRole('button', { name: 'Set the password' }).click();
    await form.getByText('is not the one who is linked').waitFor();
    await form.getByRole('button', { name: 'Not now' }).click();
    issuer.person = mine;
  });

  await check('a first password is set after the provider confirmed who it is', async () => {
    await through(page, 'Set a password', /^Agree as/);
    const form = page.getByRole('form', { name: 'Set a password' });
    await form.getByRole('button', { name: 'Set the password' }).click();
    await form.getByText('does not meet every rule').waitFor();
    await clean(page);
    await leftNothing(page);
    await form.locator('input[name=new]').fill(PASSWORD);
    await form.getByRole('button', { name: 'Set the password' }).click();
    await page.getByTestId('password-changed').getByText('The password is set').waitFor();
    await page.getByRole('form', { name: 'Change the password' }).waitFor();
    await page.getByText('E-mail and password, Our company').waitFor();
  });

  await check('then it can be unlinked, and the password signs in', async () => {
    await page.getByRole('button', { name: 'Unlink Our company' }).click();
    await dialogOf(page).getByRole('button', { name: 'Unlink' }).click();
    await page.getByTestId('linked-done').getByText('no longer').waitFor();
    await page.getByText('None linked').waitFor();
    await signOut(page);
    await page.getByLabel('E-mail').fill(mine);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(`${server.url}/account/`);
  });

  await check('the account page links it again, by the password of the account', async () => {
    await through(page, 'Link Our company', 'Cancel');
    await page.getByText('at Our company was cancelled').waitFor();
    await through(page, 'Link Our company', /^Agree as/);
    const form = page.getByRole('form', { name: 'Link Our company' });
    await form.locator('input[name=password]').fill('Wrong-Heron-82');
    await form.getByRole('button', { name: 'Link Our company' }).click();
    await form.getByText('is not your password').waitFor();
    await clean(page);
    await form.locator('input[name=password]').fill(PASSWORD);
    await form.getByRole('button', { name: 'Link Our company' }).click();
    await page.getByTestId('linked-done').getByText('can sign in to this account now').waitFor();
    await linked(page).getByText(mine).waitFor();
    await leftNothing(page);
    await signOut(page);
  });
}

async function oldAccount(page, check, server, issuer) {
  const mine = 'old.person@example.org';
  const token = await server.register(mine, PASSWORD);
  let secret;
  let step;

  await check('an address that has an account asks for its password, and links', async () => {
    issuer.person = mine;
    await openLogin(page, server);
    await through(page, CONTINUE, /^Agree as/);
    const form = page.getByRole('form', { name: 'Link the accounts' });
    await form.getByLabel('E-mail').fill(mine);
    await form.locator('input[name=password]').fill('Wrong-Heron-82');
    await form.getByRole('button', { name: 'Sign in and link' }).click();
    await form.getByText('No account has').waitFor();
    await clean(page);
    await form.locator('input[name=password]').fill(PASSWORD);
    await form.getByRole('button', { name: 'Sign in and link' }).click();
    await page.waitForURL(`${server.url}/account/`);
    await linked(page).getByText(mine).waitFor();
    await leftNothing(page);
    await signOut(page);
  });

  await check('the second factor is asked for after the provider, too', async () => {
    ({ secret } = await (await server.api('POST', '/auth/totp/setup', {}, token)).json());
    step = Math.floor(Date.now() / STEP_MS) - 1;
    const on = await server.api('POST', '/auth/totp/enable', { code: totp(secret, step) }, token);
    assert.equal(on.status, 200);
    await openLogin(page, server);
    await through(page, CONTINUE, /^Agree as/);
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await clean(page);
    await page.locator('input[name=code]').fill('000000');
    await page.locator('form button[type=submit]').click();
    await page.getByText('The code is wrong').waitFor();
    await page.locator('input[name=code]').fill(totp(secret, ++step));
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(`${server.url}/account/`);
    await leftNothing(page);
  });

  await check('unlinked it signs in no longer', async () => {
    await page.getByRole('button', { name: 'Unlink Our company' }).click();
    await dialogOf(page).getByRole('button', { name: 'Unlink' }).click();
    await page.getByText('None linked').waitFor();
    await signOut(page);
    await openLogin(page, server);
    await through(page, CONTINUE, /^Agree as/);
    await page.getByRole('heading', { name: 'Link your account' }).waitFor();
    await page.getByRole('button', { name: 'Back to signing in' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await tokenIn(page), null);
  });
}

async function away(page, check, server) {
  await check('what cannot be asked is said at the buttons', async () => {
    const down = (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 503, code: 'issuer_unavailable', detail: 'x' }),
      });
    await page.route('**/auth/oidc/start', down);
    await openLogin(page, server);
    await page.getByRole('button', { name: CONTINUE }).click();
    await page.getByText('The server of Our company does not answer now').waitFor();
    await clean(page);
    await page.unroute('**/auth/oidc/start', down);
  });
}

async function looks(browser, check, server) {
  for (const colorScheme of ['light', 'dark'])
    for (const width of [1440, 390, 320]) {
      const { page, context } = await visit(browser, server, {
        colorScheme,
        reducedMotion: 'reduce',
        viewport: { width, height: 900 },
      });
      await check(`signing in by a provider is clean and fits, ${colorScheme}, ${width} px`, async () => {
        await openLogin(page, server);
        await clean(page);
        await fits(page);
      });
      await context.close();
    }
}

export async function providers(browser, check) {
  const issuer = await startIssuer();
  const server = await startServer(['--no-sample-data'], (url) => ({ ...issuer.settings, PUBLIC_URL: url }));
  try {
    await server.register('administrator@example.org', PASSWORD);
    const { page, context, asked, faults } = await visit(browser, server);
    await newAccount(page, check, server, issuer);
    await oldAccount(page, check, server, issuer);
    await away(page, check, server);
    await check('of a provider nothing but its own page is loaded, and the console stays clean', () => {
      const other = asked.filter(
        (r) => !(r.isNavigationRequest() && r.url().startsWith(`${issuer.url}/authorize?`)),
      );
      assert.deepEqual(
        other.map((r) => r.url()).filter((url) => url !== `${issuer.url}/favicon.ico`),
        [],
      );
      assert.ok(asked.length > 0);
      const refusals = /status of (401|404|409|422|503)/;
      assert.deepEqual(
        faults.console.filter((line) => !refusals.test(line)),
        [],
      );
    });
    await context.close();
    await looks(browser, check, server);
  } finally {
    await server.stop();
    await issuer.stop();
  }
}
