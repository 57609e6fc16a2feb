// SPDX-License-Identifier: Apache-2.0
// A draft of the strategy: more momentum, its backtest, saved, seen on the dashboard, taken back.
import assert from 'node:assert/strict';
import { BASE_URL, tokenOf, watchedPage } from './browser.mjs';
import { clean, fits } from './clean.mjs';
import { withToken } from './pages.mjs';

const two = (value) =>
  new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
const DRAFT = { momentum_weight: 0.5, market_cap_weight: 0.25, risk_parity_weight: 0.25 };

function api(token) {
  const ask = async (method, path, body) => {
    const answer = await fetch(`${BASE_URL}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: body && JSON.stringify(body),
    });
    return answer.json();
  };
  /** The answer to a change, once the index was computed with it. */
  const computed = async (answer) => {
    const { task_id: id } = await answer;
    for (let looks = 0; id && looks < 600; looks++) {
      const task = await ask('GET', `/background/task/${id}`);
      if (task.successful) break;
      assert.ok(!task.ready, task.error);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return answer;
  };
  return {
    level: async () => (await ask('GET', '/index/current')).level,
    version: async () => (await ask('GET', '/strategy/config')).version,
    change: (body) => computed(ask('PUT', '/strategy/config', body)),
    restore: (version) => computed(ask('POST', `/strategy/config/versions/${version}/restore`)),
    backtest: (body) => ask('POST', '/strategy/backtest', body),
  };
}

/** The draft, its range and what is wrong in it. */
async function drafting(page, check, server) {
  const figure = (label) => page.getByTestId(`draft-${label}`);
  const shows = (label, text) => figure(label).filter({ hasText: text }).waitFor({ timeout: 10_000 });
  const momentum = page.getByRole('textbox', { name: 'Momentum', exact: true });

  await check('the strategy opens with the figures of what is in force', async () => {
    await page.goto(`${BASE_URL}/strategy/`);
    const force = await server.backtest({});
    await shows('Net level', two(force.series.at(-1).net_value));
    await shows('Turnover a year', `${two(force.turnover)}×`);
    await page.getByText('No change', { exact: true }).waitFor();
  });

  await check('weights that do not sum to 1 are computed as scaled, and can be scaled', async () => {
    await momentum.fill('0.5');
    await page.getByText('sum 1.10').waitFor();
    const draft = await server.backtest(DRAFT);
    await shows('Net level', two(draft.series.at(-1).net_value));
    await page.getByRole('button', { name: 'Scale to 1' }).click();
    await page.getByText('sum 1.00').waitFor();
    assert.equal(
      await page.getByRole('textbox', { name: 'Capitalisation', exact: true }).inputValue(),
      '0.25',
    );
    await shows('Sharpe, rate 0', two(draft.net.sharpe_ratio));
    await page.getByText('3 changes', { exact: true }).waitFor();
  });

  await check('the change is said in words and as weights', async () => {
    const words = page.getByTestId('in-words');
    await words.getByText('Momentum 40% → 50%').waitFor();
    await words.getByText(/^Turnover 7\.57× → /).waitFor();
    await page.getByRole('cell', { name: /^Equal weight/ }).waitFor();
    assert.equal(await page.locator('table .sym').count(), 10);
  });

  await check('the draft is in the address, only what differs, and opens again', async () => {
    await page.waitForURL(/momentum_weight=0\.5&market_cap_weight=0\.25&risk_parity_weight=0\.25$/);
    await page.reload();
    await page.getByText('3 changes', { exact: true }).waitFor();
    assert.equal(await momentum.inputValue(), '0.50');
  });

  await check('leaving and coming back keeps the draft', async () => {
    await page.getByRole('link', { name: 'Dashboard' }).first().click();
    await page.getByTestId('level').waitFor();
    await page.goBack();
    await page.getByText('3 changes', { exact: true }).waitFor();
  });

  await check('another range asks for the figures of that range', async () => {
    await page.getByRole('button', { name: '5Y', exact: true }).click();
    await page.waitForURL(/range=5Y/);
    const to = (await server.backtest({})).end_date;
    const five = await server.backtest({
      ...DRAFT,
      start_date: `${Number(to.slice(0, 4)) - 5}${to.slice(4)}`,
    });
    await shows('Net level', two(five.series.at(-1).net_value));
    await page.keyboard.press('0');
    await page.waitForURL((url) => !url.searchParams.has('range'));
    await shows('Net level', two((await server.backtest(DRAFT)).series.at(-1).net_value));
  });

  await check('a wrong value is said at its field, which gets the focus on saving', async () => {
    const before = await figure('Net level').innerText();
    const cost = page.getByRole('textbox', { name: 'Cost per unit traded' });
    await cost.fill('2000');
    await page.keyboard.press('Control+Enter');
    await page.getByText('From 0 to 1000 bp.').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'cost_bps');
    assert.equal(await cost.getAttribute('aria-invalid'), 'true');
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.equal(await figure('Net level').innerText(), before);
    await page.getByRole('button', { name: 'Undo the change of Cost per unit traded' }).click();
    assert.equal(await cost.inputValue(), '10');
  });

  await check('what only the server can know is said at its field, and the old curve stays', async () => {
    const cap = page.getByRole('textbox', { name: 'Capitalisation', exact: true });
    await momentum.fill('0');
    await cap.fill('1');
    await page.getByRole('textbox', { name: 'Risk parity', exact: true }).fill('0');
    await page
      .getByText(/cannot carry the index alone/i)
      .first()
      .waitFor();
    await page.locator('.plot canvas').first().waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('This draft cannot be computed.').waitFor({ state: 'detached' });
    await page.waitForURL(`${BASE_URL}/strategy/`);
  });
}

/** By the keys, which do nothing before the account is known. */
export async function saveByKeys(page) {
  await page.locator('button[type=submit]:not([disabled])', { hasText: /^Save as version/ }).waitFor();
  await page.keyboard.press('Control+Enter');
}

/** Saved, followed by the dashboard, and taken back. */
async function publishing(page, check, server) {
  const old = await server.level();
  const first = await server.version();
  const onDashboard = async (level) => {
    await page.goto(`${BASE_URL}/dashboard/`);
    await page
      .getByTestId('level')
      .filter({ hasText: two(level) })
      .waitFor({ timeout: 10_000 });
  };
  const draft = new URLSearchParams(DRAFT);

  await check('saving asks once, and names what it changes', async () => {
    await page.goto(`${BASE_URL}/strategy/?${draft}`);
    await page.getByText('3 changes', { exact: true }).waitFor();
    await saveByKeys(page);
    const dialog = page.getByRole('dialog', { name: `Save as version ${first + 1}?` });
    await dialog.getByText(/Published levels will be computed anew from 2 Apr 1990 to 28 Dec 2022/).waitFor();
    await dialog.getByText('Momentum 40% → 50%').waitFor();
    await clean(page);
    await dialog.getByRole('button', { name: `Save as version ${first + 1}` }).click();
    await page.getByText(`Saved as version ${first + 1}.`).waitFor();
    await page.getByText('No change', { exact: true }).waitFor();
    assert.equal(await server.version(), first + 1);
  });

  let changed;
  await check('the dashboard follows', async () => {
    changed = await server.level();
    assert.notEqual(two(changed), two(old));
    await onDashboard(changed);
  });

  await check('an earlier version can be restored', async () => {
    await page.goto(`${BASE_URL}/strategy/`);
    await page.getByRole('button', { name: `Restore version ${first}`, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Momentum 50% → 40%').waitFor();
    await dialog.getByRole('button', { name: `Restore version ${first}` }).click();
    await page.getByText(`Version ${first} restored as version ${first + 2}.`).waitFor();
    assert.equal(two(await server.level()), two(old));
    await onDashboard(old);
  });

  await check('an adjustment is recorded with its reason, and undone from the toast', async () => {
    await page.goto(`${BASE_URL}/strategy/?${draft}`);
    await page.getByText('Record an adjustment').click();
    const form = page.getByRole('form', { name: 'Record an adjustment' });
    await form.getByRole('button', { name: /^Record as version/ }).click();
    await form.getByText('Say why, in a sentence.').waitFor();
    await form.getByLabel('Reason').fill('A test of the record.');
    await form.getByLabel(/^Confidence/).fill('0.6');
    await form.getByRole('button', { name: /^Record as version/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Record as version/ })
      .click();
    await page.getByText(`Recorded as version ${first + 3}.`).waitFor();
    await page.getByTestId('versions').getByText('confidence 0.60: A test of the record.').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText(`Version ${first + 2} restored as version ${first + 4}.`).waitFor();
    assert.equal(two(await server.level()), two(old));
  });
}

/** Two administrators at once. */
async function contested(page, check, server) {
  const first = await server.version();
  const save = async () => {
    await saveByKeys(page);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Save as version/ })
      .click();
    const told = page.getByRole('dialog', { name: 'Somebody saved meanwhile' });
    await told.waitFor();
    return told;
  };

  await check('who saves after somebody else is told, and keeps the draft', async () => {
    await page.goto(`${BASE_URL}/strategy/?${new URLSearchParams(DRAFT)}`);
    await page.getByText('3 changes', { exact: true }).waitFor();
    await server.change({ cost_bps: 11 });
    const told = await save();
    await clean(page);
    assert.equal(await server.version(), first + 1);
    await told.getByRole('button', { name: 'Keep the draft' }).click();
    await page.getByRole('button', { name: `Save as version ${first + 2}`, exact: true }).waitFor();
    await page.getByText('3 changes', { exact: true }).waitFor();
  });

  await check('or drops it', async () => {
    await server.change({ cost_bps: 12 });
    const told = await save();
    await told.getByRole('button', { name: 'Drop the draft' }).click();
    await page.getByText('No change', { exact: true }).waitFor();
    await page.getByRole('button', { name: `Save as version ${first + 3}`, exact: true }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Cost per unit traded' }).inputValue(), '12');
  });
  await server.restore(first);
}

export async function strategy(browser, check, email) {
  const token = await tokenOf(email);
  const server = api(token);
  const { page, context, faults } = await watchedPage(browser);
  await withToken(context, token);
  let waiting = 0;
  let most = 0;
  const isBacktest = (request) => request.url().endsWith('/strategy/backtest');
  page.on('request', (request) => {
    if (isBacktest(request)) most = Math.max(most, (waiting += 1));
  });
  for (const end of ['requestfinished', 'requestfailed'])
    page.on(end, (request) => {
      if (isBacktest(request)) waiting -= 1;
    });
  await drafting(page, check, server);
  await check('at most one backtest was on its way at a time', () => assert.equal(most, 1));
  await publishing(page, check, server);
  await contested(page, check, server);
  await check('the strategy makes no foreign request and no console error', () => {
    assert.deepEqual(faults.foreign, []);
    assert.deepEqual(
      faults.console.filter((line) => !/status of 422/.test(line)),
      [],
    );
  });
  await context.close();

  for (const colorScheme of ['light', 'dark'])
    for (const width of [1440, 390]) {
      const seen = await watchedPage(browser, { colorScheme, viewport: { width, height: 900 } });
      await withToken(seen.context, token);
      await check(`a draft is clean and fits ${width} px, ${colorScheme}`, async () => {
        await seen.page.goto(`${BASE_URL}/strategy/?rebalance_frequency=monthly&cost_bps=x`);
        await seen.page.locator('.plot canvas').first().waitFor();
        await seen.page.getByText('Data flags and alerts').click();
        await seen.page.getByText('Record an adjustment').click();
        // Fixed bars cover what lies under them; at the top of the page that is nothing small.
        await seen.page.evaluate(() => window.scrollTo(0, 0));
        await clean(seen.page);
        await fits(seen.page);
      });
      await seen.context.close();
    }

  const reader = await watchedPage(browser);
  await withToken(reader.context, await tokenOf(`reader-${Date.now()}@example.org`));
  await check('a reader may try a draft, and is told who may save it', async () => {
    await reader.page.goto(`${BASE_URL}/strategy/?rebalance_frequency=monthly`);
    await reader.page.getByText('Drafts and backtests are open to you.').waitFor();
    await reader.page.getByTestId('in-words').getByText('Rebalance weekly → monthly').waitFor();
    const save = reader.page.getByRole('button', { name: /^Save as version/ });
    assert.equal(await save.getAttribute('aria-disabled'), 'true');
    await save.click({ force: true });
    await reader.page.keyboard.press('Control+Enter');
    assert.equal(await reader.page.getByRole('dialog').count(), 0);
  });
  await reader.context.close();
}
