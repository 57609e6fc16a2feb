// SPDX-License-Identifier: Apache-2.0
// What people do with their account, and administrators with those of others: two people, two browsers.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BASE_URL, PASSWORD, tokenOf, watchedPage } from './browser.mjs';
import { clean, fits } from './clean.mjs';

const TOKEN = 'autoindex.token';
const NEW_PASSWORD = 'Cedar-Otter-57';
const STEP_MS = 30_000;

/** RFC 6238: SHA-1, six digits, steps of 30 s. */
export function totp(secret, step) {
  const bits = [...secret.replaceAll(' ', '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac.at(-1) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const ask = (path, token, options = {}) =>
  fetch(`${BASE_URL}/api/v1${path}`, {
    ...options,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
  });

const tokenIn = (page) => page.evaluate((name) => localStorage.getItem(name), TOKEN);

async function signIn(page, email, password, code) {
  await page.getByLabel('E-mail').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  if (code) {
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await page.locator('input[name=code]').fill(code);
    await page.locator('form button[type=submit]').click();
  }
}

async function signOut(page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/login\//);
}

/** Opens the account page, signed in with what is typed. */
async function openAccount(page, email, password, code) {
  await page.goto(`${BASE_URL}/login/?next=/account/`);
  await signIn(page, email, password, code);
  await page.waitForURL(/\/account\//);
  await page.getByText(email).first().waitFor();
}

async function password(page, check, email) {
  const form = page.getByRole('form', { name: 'Change the password' });

  await check('a second person registers and opens the account page', async () => {
    await page.goto(`${BASE_URL}/login/?register=1&next=/account/`);
    await page.getByRole('heading', { name: 'Register' }).waitFor();
    await signIn(page, email, PASSWORD);
    await page.waitForURL(/\/account\//);
    await page.getByTestId('sessions').getByText('this one').waitFor();
  });

  await check('a wrong current password is said at its field', async () => {
    await form.getByLabel('Current password', { exact: true }).fill('Wrong-Heron-82');
    await form.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    assert.equal(await form.locator('.rules .ok').count(), await form.locator('.rules li').count());
    await form.getByRole('button', { name: 'Change the password' }).click();
    await form.getByText('is not your password').waitFor();
    assert.equal(await form.getByLabel('New password', { exact: true }).inputValue(), NEW_PASSWORD);
  });

  await check('a new password ends the other session, whose token is refused', async () => {
    const other = await tokenOf(email);
    assert.equal((await ask('/auth/me', other)).status, 200);
    await form.getByLabel('Current password', { exact: true }).fill(PASSWORD);
    await form.getByRole('button', { name: 'Change the password' }).click();
    await page.getByTestId('password-changed').getByText('1 other session ended.').waitFor();
    const refused = await ask('/auth/me', other);
    assert.equal(refused.status, 401);
    assert.equal((await refused.json()).code, 'session_ended');
    assert.equal((await ask('/auth/me', await tokenIn(page))).status, 200);
  });
}

async function secondFactor(page, check, email, clean2) {
  let secret;
  let step;
  let codes;
  const fresh = () => totp(secret, ++step);

  await check('the second factor is set up with a secret and a picture', async () => {
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.locator('svg.qr path').waitFor();
    secret = await page.getByTestId('totp-secret').innerText();
    await page.getByText('otpauth://totp/').waitFor();
    await clean2();
    await page.getByLabel('Code of the app').fill('000000');
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByText('is not the code that the app shows now').waitFor();
  });

  await check('its code turns it on, and the recovery codes can be saved once', async () => {
    step = Math.floor(Date.now() / STEP_MS) - 1;
    await page.getByLabel('Code of the app').fill(totp(secret, step));
    await page.getByRole('button', { name: 'Turn it on' }).click();
    const list = page.getByTestId('recovery-codes').getByRole('listitem');
    await list.first().waitFor();
    codes = await list.allInnerTexts();
    assert.equal(new Set(codes).size, 10);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const text = await readFile(await (await saved).path(), 'utf8');
    for (const code of codes) assert.ok(text.includes(code));
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Turn it off' }).waitFor();
    assert.equal(await page.getByTestId('recovery-codes').count(), 0);
  });

  await check('signing in asks for the code, and keeps what was typed', async () => {
    await signOut(page);
    await signIn(page, email, NEW_PASSWORD, '000000');
    await page.getByText('The code is wrong').waitFor();
    assert.equal(await page.locator('input[name=code]').inputValue(), '000000');
    await clean2();
    await page.getByRole('button', { name: 'Back to e-mail and password' }).click();
    assert.equal(await page.getByLabel('E-mail').inputValue(), email);
    await page.locator('form button[type=submit]').click();
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await page.locator('input[name=code]').fill(fresh());
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(/\/account\//);
  });

  await check('a recovery code signs in once', async () => {
    await signOut(page);
    await signIn(page, email, NEW_PASSWORD, codes[0]);
    await page.waitForURL(/\/account\//);
    await signOut(page);
    await signIn(page, email, NEW_PASSWORD, codes[0]);
    await page.getByText('The code is wrong').waitFor();
    await page.locator('input[name=code]').fill(codes[1].toLowerCase());
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(/\/account\//);
  });

  await check('password and code turn it off', async () => {
    await page.getByRole('button', { name: 'Turn it off' }).click();
    const form = page.getByRole('form', { name: 'Turn the second factor off' });
    await form.locator('input[name=password]').fill(PASSWORD);
    await form.locator('input[name=code]').fill(codes[2]);
    await form.getByRole('button', { name: 'Turn it off' }).click();
    await form.getByText('is not your password').waitFor();
    await form.locator('input[name=password]').fill(NEW_PASSWORD);
    await form.getByRole('button', { name: 'Turn it off' }).click();
    await page.getByRole('button', { name: 'Set up' }).waitFor();
  });
}

async function keys(page, check) {
  await check('a key is made, shown once, opens what it may, and is revoked', async () => {
    const form = page.getByRole('form', { name: 'Make a key' });
    await form.getByRole('button', { name: 'Make a key' }).click();
    await form.getByText('Say what the key is for.').waitFor();
    await form.getByLabel('Name of the key').fill('nightly report');
    await form.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.getByTestId('made-key').innerText();
    assert.match(key, /^ai_/);
    await clean(page);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    assert.equal((await ask('/index/current', key)).status, 200);
    assert.notEqual((await ask('/auth/sessions', key)).status, 200);
    assert.ok(!(await page.locator('body').innerText()).includes(key));
    await page.getByRole('button', { name: 'Revoke the key nightly report' }).click();
    await page.getByRole('dialog').getByText('refused from its next request on').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByTestId('keys').getByText('revoked').waitFor();
    assert.equal((await ask('/index/current', key)).status, 401);
  });
}

async function sessions(browser, page, check, email) {
  const second = await watchedPage(browser);

  await check('the session of another browser is ended from this one, and it says so', async () => {
    await openAccount(second.page, email, NEW_PASSWORD);
    const stolen = await tokenIn(second.page);
    await page.reload();
    await page.getByRole('button', { name: /^End the session of / }).click();
    await page.waitForFunction(
      () => document.querySelectorAll('[data-testid=sessions] tbody tr').length === 1,
    );
    assert.equal((await ask('/auth/me', stolen)).status, 401);
    await second.page.getByRole('link', { name: 'Dashboard', exact: true }).first().click();
    await second.page.waitForURL(/\/login\/\?next=.*why=session_ended/);
    await second.page.getByTestId('why').getByText('ended from elsewhere').waitFor();
  });

  await check('a stolen token holds until all others are ended', async () => {
    const stolen = await tokenOf(email, NEW_PASSWORD);
    assert.equal((await ask('/auth/me', stolen)).status, 200);
    await page.reload();
    await page.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('button', { name: 'End the others' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal((await ask('/auth/me', stolen)).status, 401);
    assert.equal((await ask('/auth/me', await tokenIn(page))).status, 200);
  });
  await second.context.close();
}

/** The server is made to say that time ran out: its tokens hold for a day. */
async function expiry(page, check) {
  await check('time running out in the middle of a form keeps what was typed', async () => {
    const over = (route) =>
      route.request().headers().authorization
        ? route.fulfill({
            status: 401,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status: 401, code: 'token_expired', detail: 'the token has expired' }),
          })
        : route.continue();
    await page.getByLabel('Name of the key').fill('half a name');
    await page.getByLabel('Current password', { exact: true }).fill('half');
    await page.route('**/api/v1/**', over);
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.waitFor();
    await clean(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor();
    await page.unroute('**/api/v1/**', over);
    await dialog.locator('input[name=password]').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByText('No account has').waitFor();
    await dialog.locator('input[name=password]').fill(NEW_PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.match(page.url(), /\/account\//);
    assert.equal(await page.getByLabel('Current password', { exact: true }).inputValue(), 'half');
    assert.equal(await page.getByLabel('Name of the key').inputValue(), 'half a name');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('button', { name: 'I have kept it' }).click();
  });

  await check('a touch in the second half of its time renews the token', async () => {
    const before = await tokenIn(page);
    await page.clock.setFixedTime(Date.now() + 13 * 3600_000);
    const asked = page.waitForResponse((r) => r.url().endsWith('/auth/refresh') && r.status() === 200);
    await page.locator('h1').click();
    await asked;
    await page.waitForFunction(([name, old]) => localStorage.getItem(name) !== old, [TOKEN, before]);
    assert.equal((await ask('/auth/me', before)).status, 401);
    assert.equal((await ask('/auth/me', await tokenIn(page))).status, 200);
    await page.clock.setFixedTime(Date.now());
  });
}

async function tabs(context, page, check, email) {
  await check('signing out in one tab ends the other, which says so and returns', async () => {
    const other = await context.newPage();
    await other.goto(`${BASE_URL}/account/`);
    await other.getByTestId('sessions').getByText('this one').waitFor();
    const token = await tokenIn(page);
    await signOut(page);
    await other.waitForURL(/\/login\/\?next=%2Faccount%2F&why=elsewhere/);
    await other.getByText('You signed out in another tab').waitFor();
    await signIn(page, email, NEW_PASSWORD);
    await page.waitForURL(/\/account\//);
    await other.waitForURL(/\/account\//);
    await other.close();
    assert.equal((await ask('/auth/me', token)).status, 401);
  });
}

async function administration(browser, page, check, { email, adminEmail }) {
  const admin = await watchedPage(browser);
  const users = admin.page.getByTestId('users');
  const row = (address) => users.getByRole('row').filter({ hasText: address });
  const act = async (verb, address) => {
    await admin.page.getByRole('button', { name: `${verb}: ${address}` }).click();
    await admin.page.getByRole('dialog').getByRole('button', { name: verb }).click();
    await admin.page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  await check('who is no administrator sees a lock', async () => {
    await page.goto(`${BASE_URL}/admin/`);
    await page.getByText('Only administrators see this page.').waitFor();
    assert.equal(await page.getByTestId('users').count(), 0);
  });

  await check('an administrator finds the account, and cannot change the own one', async () => {
    await admin.page.goto(`${BASE_URL}/login/?next=/admin/`);
    await signIn(admin.page, adminEmail, PASSWORD);
    await row(adminEmail).getByText('Your own account is changed by another administrator.').waitFor();
    assert.equal(await row(adminEmail).getByRole('button').count(), 0);
    await admin.page.getByLabel('Search by address').fill(email.slice(0, 12));
    await row(adminEmail).waitFor({ state: 'detached' });
    await row(email).waitFor();
  });

  await check('the last administrator can be neither demoted nor disabled', async () => {
    const token = await tokenIn(admin.page);
    const { id } = await (await ask('/auth/me', token)).json();
    for (const change of [{ role: 'user' }, { disabled: true }]) {
      const answer = await ask(`/admin/users/${id}`, token, { method: 'PUT', body: JSON.stringify(change) });
      assert.equal(answer.status, 409);
    }
  });

  await check('a role is given and taken', async () => {
    await act('Make administrator', email);
    await row(email).getByText('administrator', { exact: true }).waitFor();
    await act('Make user', email);
    await row(email).getByText('user', { exact: true }).waitFor();
  });

  await check('who is disabled lands on the login page with the reason', async () => {
    await page.goto(`${BASE_URL}/account/`);
    await page.getByTestId('sessions').getByText('this one').waitFor();
    await admin.page.getByRole('button', { name: `Disable: ${email}` }).click();
    await admin.page.getByRole('dialog').getByText('nobody can sign in with it').waitFor();
    await clean(admin.page);
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await row(email).getByText('disabled').waitFor();
    await page.getByRole('link', { name: 'Dashboard', exact: true }).first().click();
    await page.waitForURL(/\/login\/\?next=.*why=account_disabled/);
    await page.getByTestId('why').getByText('This account is disabled.').waitFor();
    await signIn(page, email, NEW_PASSWORD);
    await page.getByText('This account is disabled.').waitFor();
    await act('Enable', email);
    await row(email).getByText('enabled').waitFor();
  });

  await check('the log shows what was done, by whom and to whom', async () => {
    const log = admin.page.getByTestId('audit');
    for (const [action, words] of [
      ['user.disable', 'disabled an account'],
      ['user.role', 'changed a role'],
      ['totp.enable', 'turned the second factor on'],
      ['key.revoke', 'revoked a key'],
      ['auth.password', 'changed the password'],
    ]) {
      await admin.page.getByLabel('What was done').selectOption(action);
      await log.getByRole('cell', { name: words }).first().waitFor();
      assert.ok((await log.innerText()).includes(email), action);
    }
    await admin.page.getByLabel('What was done').selectOption('user.role');
    await log.getByText('role: admin').waitFor();
    await admin.page.getByLabel('Search by who did it').fill('nobody-of-that-name');
    await admin.page.getByText('Nothing in the log matches').waitFor();
    await admin.page.getByLabel('Search by who did it').fill(adminEmail);
    await log.getByText('role: admin').waitFor();
  });

  await check('the log is saved as CSV and JSON, as filtered', async () => {
    for (const kind of ['CSV', 'JSON']) {
      const saved = admin.page.waitForEvent('download');
      await admin.page.getByRole('button', { name: kind, exact: true }).click();
      const text = await readFile(await (await saved).path(), 'utf8');
      const count = kind === 'CSV' ? text.trim().split('\n').length - 1 : JSON.parse(text).length;
      assert.ok(count >= 2 && text.includes('user.role') && !text.includes('auth.login'), `${count}`);
    }
  });
  return admin;
}

async function looks(browser, check, tokens) {
  for (const [name, path, text, token] of [
    ['account', '/account/', 'Keys for programs', tokens.user],
    ['admin', '/admin/', 'No fault', tokens.admin],
    ['locked admin', '/admin/', 'Only administrators', tokens.user],
  ]) {
    for (const colorScheme of ['light', 'dark'])
      for (const width of [1440, 390]) {
        const { page, context } = await watchedPage(browser, {
          colorScheme,
          reducedMotion: 'reduce',
          viewport: { width, height: 900 },
        });
        await context.addInitScript(([key, value]) => localStorage.setItem(key, value), [TOKEN, token]);
        await check(`the ${name} page is clean and fits, ${colorScheme}, ${width} px`, async () => {
          await page.goto(`${BASE_URL}${path}`);
          await page.getByText(text).first().waitFor();
          await clean(page);
          await fits(page);
        });
        await context.close();
      }
  }
}

export async function account(browser, check, adminEmail) {
  const email = `second-${Date.now()}@example.org`;
  const { page, context, faults } = await watchedPage(browser);
  await password(page, check, email);
  await secondFactor(page, check, email, () => clean(page));
  await keys(page, check);
  await sessions(browser, page, check, email);
  await expiry(page, check);
  await tabs(context, page, check, email);
  const admin = await administration(browser, page, check, { email, adminEmail });
  await check('accounts make no foreign request and no console error', () => {
    const refusals = /status of (401|409|422)/;
    assert.deepEqual([...faults.foreign, ...admin.faults.foreign], []);
    assert.deepEqual(
      [...faults.console, ...admin.faults.console].filter((line) => !refusals.test(line)),
      [],
    );
  });
  await looks(browser, check, {
    user: await tokenOf(email, NEW_PASSWORD),
    admin: await tokenOf(adminEmail),
  });
  await context.close();
  await admin.context.close();
}
