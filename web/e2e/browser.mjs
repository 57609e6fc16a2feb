// SPDX-License-Identifier: Apache-2.0
import { chromium } from 'playwright-core';

export const BASE_URL = (process.env.BASE_URL ?? 'http://127.0.0.1:8000').replace(/\/$/, '');
export const PASSWORD = 'Vault-Heron-82';

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROME ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that notes requests to other origins and everything that a clean page does not do. */
export async function watchedPage(browser, options = {}) {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 1000 },
    ...options,
  });
  const page = await context.newPage();
  const faults = { foreign: [], console: [] };
  const origin = new URL(BASE_URL).origin;
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) faults.foreign.push(url);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.console.push(`${message.text()} ${message.location().url ?? ''}`);
  });
  page.on('pageerror', (error) => faults.console.push(error.message));
  return { context, page, faults };
}

export async function post(path, body) {
  const response = await fetch(`${BASE_URL}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch(() => ({})) };
}

/** A token: the given account, made if it does not exist. */
export async function tokenOf(email, password = PASSWORD) {
  const made = await post('/auth/register', { email, password });
  if (made.body.access_token) return made.body.access_token;
  const { body, status } = await post('/auth/login', { email, password });
  if (!body.access_token) throw new Error(`no token for ${email}: ${status} ${body.detail ?? ''}`);
  return body.access_token;
}
