// SPDX-License-Identifier: Apache-2.0
// What runs in the background, what recurs, reports and backups: an administrator and another person, on a server of
// their own, because a restore ends every session.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PASSWORD, watchedPage } from './browser.mjs';
import { clean, fits } from './clean.mjs';
import { startServer } from './server.mjs';

const ADMIN = 'administrator@example.org';
const READER = 'reader@example.org';
const TOKEN = 'autoindex.token';
/** A day that is far off: such a schedule begins only what is asked for here. */
const RARELY = 'cron 0 6 1 1 *';

const shown = (page, id, text) => page.getByTestId(id).getByText(text).first().waitFor();
const history = (page) => page.getByTestId('task-history').getByRole('row');
const running = (page, text) => page.getByTestId('running-task').filter({ hasText: text });
const news = (page, text) => page.locator('.toasts.news').getByText(text);
const filter = (page, name) =>
  page.getByRole('group', { name: 'Which tasks' }).getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.getByRole('dialog');
const settled = (page) => dialog(page).waitFor({ state: 'detached' });

export async function visit(browser, server, token, options = {}) {
  const { page, context, faults } = await watchedPage(browser, options);
  const foreign = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url)) foreign.push(url);
  });
  await page.goto(`${server.url}/login/`);
  await page.evaluate(([name, value]) => localStorage.setItem(name, value), [TOKEN, token]);
  return { page, context, faults, foreign };
}

/** Presses what begins a download; its bytes and the name that the browser gives the file. */
async function download(page, button) {
  const waiting = page.waitForEvent('download');
  await button.click();
  const file = await waiting;
  const path = await file.path();
  return { name: file.suggestedFilename(), path, bytes: await readFile(path) };
}

async function addSchedule(page, name, args) {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const form = page.getByRole('form', { name: 'Schedule' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('What', { exact: true }).selectOption({ label: 'Practise' });
  await form.getByLabel('When', { exact: true }).fill(RARELY);
  await form.getByLabel('Arguments').fill(JSON.stringify(args));
  await form.getByRole('button', { name: 'Save' }).click();
  await settled(page);
  await shown(page, 'schedules', name);
}

const runNow = (page, name) => page.getByRole('button', { name: `Run now: ${name}` }).click();

async function refresh(page, check, server) {
  await check('a refresh is begun, watched, said to be done and kept in the history', async () => {
    await page.goto(`${server.url}/tasks/`);
    await page.getByRole('button', { name: 'Refresh market data' }).click();
    await shown(page, 'begun', 'begun in the background');
    await news(page, 'Market data are up to date').waitFor();
    await history(page).filter({ hasText: 'Refresh market data' }).getByText('done').waitFor();
  });

  await check('a bar moves by what the server tells, without asking', async () => {
    await addSchedule(page, 'slow', { work_ms: 60_000 });
    await runNow(page, 'slow');
    await running(page, 'working').getByRole('progressbar').waitFor();
    let asked = 0;
    const note = (request) => (asked += request.url().includes('/background/active') ? 1 : 0);
    page.on('request', note);
    const moves = 5;
    await page.evaluate(
      (most) =>
        new Promise((done) => {
          const values = new Set();
          new MutationObserver((_, self) => {
            values.add(document.querySelector('progress')?.value);
            if (values.size < most) return;
            self.disconnect();
            done();
          }).observe(document.querySelector('.jobs'), { subtree: true, attributes: true });
        }),
      moves,
    );
    page.off('request', note);
    assert.ok(asked < moves, `asked ${asked} times for ${moves} moves`);
  });

  await check('a task is cancelled, and the history says so', async () => {
    await page.getByRole('button', { name: 'Cancel: Practise' }).click();
    await news(page, 'was cancelled').waitFor();
    await filter(page, 'Cancelled');
    await history(page).filter({ hasText: 'Practise' }).getByText('cancelled').waitFor();
    await filter(page, 'All');
  });
}

async function tooLate(page, check, server) {
  const active = async () =>
    (await (await server.api('GET', '/background/active', undefined, server.admin)).json()).active.worker;

  await check('cancelling what has ended meanwhile says so in place', async () => {
    await page.route('**/api/v1/events', (route) => route.abort());
    let seen;
    await page.route('**/background/active', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      seen = body.active.worker.length || !seen ? body : seen;
      await route.fulfill({ response: answer, json: seen });
    });
    await page.reload();
    await runNow(page, 'slow');
    await running(page, 'Practise').waitFor();
    const [{ task_id }] = await active();
    await server.api('POST', `/background/task/${task_id}/cancel`, {}, server.admin);
    while ((await active()).length) await page.waitForTimeout(20);
    await page.getByRole('button', { name: 'Cancel: Practise' }).click();
    await page.getByText('only what has not ended can be cancelled').waitFor();
    await clean(page);
    await page.unroute('**/background/active');
    await page.unroute('**/api/v1/events');
    await page.reload();
    await page.getByText('Nothing runs').waitFor();
  });
}

async function failure(page, check) {
  const dead = history(page).filter({ hasText: 'meets a fault of the program' });

  await check('a task that fails for good is a dead letter with its reason', async () => {
    await addSchedule(page, 'wrong', { fails: 'wrong' });
    await runNow(page, 'wrong');
    await news(page, 'failed: this drill meets a fault').waitFor();
    await filter(page, 'Dead letters');
    await dead.getByText('failed').waitFor();
    await clean(page);
  });

  await check('it is tried again, and forgotten after a question', async () => {
    await page
      .locator('.toasts.news .toast')
      .filter({ hasText: 'failed' })
      .getByRole('button', { name: 'Close' })
      .click();
    await news(page, 'failed').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Retry: Practise' }).click();
    await news(page, 'failed: this drill meets a fault').waitFor();
    await dead.getByText('failed').waitFor();
    await page.getByRole('button', { name: 'Forget: Practise' }).click();
    await clean(page);
    await dialog(page).getByRole('button', { name: 'Forget' }).click();
    await settled(page);
    await page.getByText('Nothing failed').waitFor();
    await filter(page, 'All');
  });
}

async function schedule(page, check) {
  const row = page.getByTestId('schedules').getByRole('row').filter({ hasText: 'slow' });
  const form = page.getByRole('form', { name: 'Schedule' });

  await check('a schedule that cannot be is refused at its field', async () => {
    await page.getByRole('button', { name: 'Edit: slow' }).click();
    await form.getByLabel('When', { exact: true }).fill('cron 61 6 * * *');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.locator('.err').waitFor();
    assert.equal(await form.getByLabel('When', { exact: true }).getAttribute('aria-invalid'), 'true');
    await clean(page);
    await form.getByLabel('When', { exact: true }).fill('cron 0 0 31 feb *');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.locator('.err').getByText('it never fires').waitFor();
    await form.getByLabel('When', { exact: true }).fill(RARELY);
    await form.getByLabel('Arguments').fill('{"work_ms":-1}');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.locator('.err').waitFor();
    assert.equal(await form.getByLabel('Arguments').getAttribute('aria-invalid'), 'true');
  });

  await check('put right, it is saved and its next time shown', async () => {
    await form.getByLabel('When', { exact: true }).fill('cron 0 6 2 1 *');
    await form.getByLabel('Arguments').fill('{}');
    await form.getByRole('button', { name: 'Save' }).click();
    await settled(page);
    await row.getByText(/^2 Jan \d{4}, 06:00/).waitFor();
  });

  await check('it is turned off and on', async () => {
    await page.getByRole('button', { name: 'Turn off: slow' }).click();
    await row.getByText('off', { exact: true }).waitFor();
    assert.equal(await row.getByRole('cell').nth(3).innerText(), '—');
    await page.getByRole('button', { name: 'Turn on: slow' }).click();
    await row.getByText('on', { exact: true }).waitFor();
    await row.getByText(/^2 Jan/).waitFor();
  });

  await check('it is run now, and its last time shown', async () => {
    await runNow(page, 'slow');
    await news(page, 'Practice is done').waitFor();
    await page.getByRole('button', { name: 'Delete: slow' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await settled(page);
    await row.waitFor({ state: 'detached' });
  });
}

async function make(page, type, format) {
  const form = page.getByRole('form', { name: 'New report' });
  const row = page.getByRole('button', { name: `Download: ${type}, ${format}` });
  const before = await row.count();
  await form.getByRole('button', { name: type, exact: true }).click();
  await form.getByRole('button', { name: format, exact: true }).click();
  await form.getByRole('button', { name: 'Make the report' }).click();
  await row.nth(before).waitFor();
  return row.first();
}

async function reports(page, check, server) {
  await check('N leads to the form for a new report, from any page', async () => {
    await page.goto(`${server.url}/diagnostics/`);
    await page.locator('h1').click();
    await page.keyboard.press('n');
    await page.waitForURL(/\/reports\//);
    await page.waitForFunction(() => document.activeElement?.closest('[aria-label="New report"]'));
    await page.getByText('No report yet').waitFor();
    await clean(page);
  });

  await check('a period that cannot be is refused before it is sent', async () => {
    const days = page.getByLabel('Days before the last session');
    await days.fill('0');
    await page.getByText('A whole number from 1 to 3,650').waitFor();
    await days.fill('365');
  });

  await check('a PDF is made, said to be ready, saved, and is one', async () => {
    const button = await make(page, 'Summary', 'PDF');
    await news(page, 'Report is ready').waitFor();
    const { name, path, bytes } = await download(page, button);
    assert.match(name, /^autoindex-summary-.*\.pdf$/);
    assert.equal(bytes.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.match(execFileSync('pdftotext', [path, '-']).toString(), /AutoIndex/);
  });

  await check('an XLSX is made, saved, and holds a workbook', async () => {
    const { name, path, bytes } = await download(page, await make(page, 'Risk', 'XLSX'));
    assert.match(name, /\.xlsx$/);
    assert.equal(bytes.subarray(0, 2).toString('latin1'), 'PK');
    assert.match(execFileSync('unzip', ['-l', path]).toString(), /xl\/workbook\.xml/);
    assert.equal(await page.getByRole('button', { name: 'Show: Risk, XLSX' }).count(), 0);
  });

  await check('an HTML report is shown in a frame that may do nothing', async () => {
    await make(page, 'Detailed', 'HTML');
    await page.getByRole('button', { name: 'Show: Detailed, HTML' }).click();
    const frame = page.locator('iframe.preview');
    await frame.waitFor();
    assert.equal(await frame.getAttribute('sandbox'), '');
    // No script runs inside, so none of ours looks there: what it shows is in its source, what it may not in the console.
    assert.match(await frame.getAttribute('srcdoc'), /<h1[ >][^]*Methodology/);
    const anchor = page.waitForEvent('framenavigated', (inside) => inside.url().startsWith('about:srcdoc#'));
    await frame.focus();
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await anchor;
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await settled(page);
  });

  await check('a CSV is shown as text, and a PDF opened in a tab', async () => {
    await make(page, 'Performance', 'CSV');
    await page.getByRole('button', { name: 'Show: Performance, CSV' }).click();
    await dialog(page).locator('pre').filter({ hasText: ',' }).waitFor();
    await clean(page);
    await page.keyboard.press('Escape');
    await settled(page);
    await page.getByRole('button', { name: 'Show: Summary, PDF' }).click();
    const link = dialog(page).getByRole('link', { name: 'Open the PDF' });
    assert.match(await link.getAttribute('href'), /^blob:/);
    await page.keyboard.press('Escape');
    await settled(page);
  });

  await check('without a connection the page stays, says so, and goes on when there is one', async () => {
    await page.context().setOffline(true);
    await page.getByText('Offline.').waitFor();
    await page.getByRole('button', { name: 'Make the report' }).click();
    await page.getByRole('form', { name: 'New report' }).getByText('The server does not answer').waitFor();
    await page.getByRole('button', { name: 'Download: Risk, XLSX' }).click();
    await page.getByRole('main').getByText('The server does not answer.').last().waitFor();
    await page.getByRole('button', { name: 'Show: Summary, PDF' }).waitFor();
    await clean(page);
    await page.context().setOffline(false);
    await page.getByText('Offline.').waitFor({ state: 'detached' });
    await make(page, 'Allocation', 'JSON');
  });

  await check('a report is deleted after a question', async () => {
    await page.getByRole('button', { name: 'Delete: Performance, CSV' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await settled(page);
    await page.getByRole('button', { name: 'Delete: Performance, CSV' }).waitFor({ state: 'detached' });
  });
}

async function others(browser, check, server, token) {
  const { page, context, faults, foreign } = await visit(browser, server, token);

  await check('another person sees neither these reports nor what is for administrators', async () => {
    await page.goto(`${server.url}/reports/`);
    await page.getByText('No report yet').waitFor();
    await page.goto(`${server.url}/tasks/`);
    await page.getByText('Nothing runs').waitFor();
    for (const name of ['Start', 'Schedule', 'History'])
      assert.equal(await page.getByRole('heading', { name, exact: true }).count(), 0);
    await clean(page);
    await page.goto(`${server.url}/admin/`);
    await page.getByText('Only administrators see this page.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Back up now' }).count(), 0);
  });

  await check('new data reach an open dashboard of theirs without a reload', async () => {
    const events = page.waitForResponse((r) => r.url().endsWith('/api/v1/events'));
    await page.goto(`${server.url}/dashboard/`);
    await page.getByTestId('level').filter({ hasText: /\d/ }).waitFor();
    await events;
    const again = page.waitForResponse((r) => r.url().includes('/index/current') && r.ok());
    await server.api('POST', '/background/compute-index', {}, server.admin);
    await again;
    assert.equal(await news(page, 'computed').count(), 0);
    assert.deepEqual(foreign, []);
    assert.deepEqual(faults.console, []);
  });
  await context.close();
}

/** Buttons that are out of sight to the right, or too small or too near to what is below them for a finger. */
function hardToPress() {
  const [LEAST, APART] = [40, 4];
  const buttons = [...document.querySelectorAll('main button')].filter(({ offsetWidth }) => offsetWidth);
  const near = (button, next) => {
    const gap = next ? next.getBoundingClientRect().top - button.getBoundingClientRect().bottom : APART;
    return gap > -1 && gap < APART && !button.closest('.seg');
  };
  return buttons
    .filter((button, i) => {
      const { height, right } = button.getBoundingClientRect();
      return height < LEAST || right > window.innerWidth || near(button, buttons[i + 1]);
    })
    .map(
      (button) => `${button.ariaLabel ?? button.textContent}: ${button.offsetWidth} × ${button.offsetHeight}`,
    );
}

async function looks(browser, check, server, token) {
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
    ['dark', 390],
    ['light', 320],
  ]) {
    const viewport = { width, height: 900 };
    const { page, context } = await visit(browser, server, token, { colorScheme, viewport });
    for (const [path, text] of [
      ['/tasks/', 'Check the data'],
      ['/reports/', 'Detailed'],
      ['/admin/', 'Backups'],
    ])
      await check(`${path} is clean at ${width} px, ${colorScheme}`, async () => {
        await page.goto(`${server.url}${path}`);
        await page.getByRole('main').getByText(text).first().waitFor();
        await clean(page);
        await fits(page);
        if (width < 500) assert.deepEqual(await page.evaluate(hardToPress), []);
      });
    await context.close();
  }
}

async function backups(page, check, server) {
  const table = page.getByTestId('backups');

  await check('a backup is made, checked and downloaded', async () => {
    await page.goto(`${server.url}/admin/`);
    await page.getByRole('button', { name: 'Back up now' }).click();
    await shown(page, 'backup-done', 'was made');
    await page
      .getByRole('button', { name: /^Check: / })
      .first()
      .click();
    await shown(page, 'backup-done', 'is sound');
    assert.equal(await table.getByText('not yet').count(), 0);
    const { name, bytes } = await download(page, page.getByRole('button', { name: /^Download: / }).first());
    assert.match(name, /^autoindex-.*-manual-.*\.db$/);
    assert.equal(bytes.subarray(0, 15).toString('latin1'), 'SQLite format 3');
  });

  await check('a damaged backup is refused where its restore was asked for, and all stays', async () => {
    const { id } = await (await server.api('POST', '/admin/backups', {}, server.admin)).json();
    const file = await open(join(server.data, 'backups', id), 'r+');
    await file.write(Buffer.alloc(200, 'x'), 0, 200, 9000);
    await file.close();
    await page.reload();
    await page.getByRole('button', { name: `Restore: ${id}` }).click();
    await dialog(page).getByRole('button', { name: 'Restore' }).click();
    await dialog(page).getByRole('alert').getByText('is not as it was written').waitFor();
    await clean(page);
    await dialog(page).getByRole('button', { name: 'Keep as it is' }).click();
    await settled(page);
    await page.getByTestId('users').getByText(ADMIN).waitFor();
    assert.equal((await server.api('GET', '/auth/me', undefined, server.admin)).status, 200);
    await page.getByRole('button', { name: `Delete: ${id}` }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await settled(page);
    await table.getByText(id).waitFor({ state: 'detached' });
  });

  await check('a restore ends every session, and the page says so and leads to signing in', async () => {
    const late = 'late@example.org';
    await server.register(late, PASSWORD);
    await page
      .getByRole('button', { name: /^Restore: / })
      .first()
      .click();
    await clean(page);
    await dialog(page).getByRole('button', { name: 'Restore' }).click();
    await page.waitForURL(/\/login\/\?next=.*why=restored/);
    await page.getByTestId('why').getByText('A backup was restored').waitFor();
    await clean(page);
    await page.getByLabel('E-mail').fill(ADMIN);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('form button[type=submit]').click();
    await page.waitForURL(/\/admin\//);
    await table.getByText('before restore').waitFor();
    await page.getByTestId('users').getByText(ADMIN).waitFor();
    assert.equal(await page.getByTestId('users').getByText(late).count(), 0);
  });
}

export async function tasks(browser, check) {
  const server = await startServer();
  try {
    server.admin = await server.register(ADMIN, PASSWORD);
    const reader = await server.register(READER, PASSWORD);
    const { page, context, faults, foreign } = await visit(browser, server, server.admin);
    await refresh(page, check, server);
    await tooLate(page, check, server);
    await failure(page, check);
    await schedule(page, check);
    await reports(page, check, server);
    await others(browser, check, server, reader);
    await looks(browser, check, server, server.admin);
    await backups(page, check, server);
    await check('background pages make no foreign request and no console error', () => {
      assert.deepEqual(foreign, []);
      assert.deepEqual(
        faults.console.filter(
          (line) => !/status of (401|409|422)|INTERNET_DISCONNECTED|ERR_FAILED .*\/events/.test(line),
        ),
        [],
      );
    });
    await context.close();
  } finally {
    await server.stop();
  }
}
