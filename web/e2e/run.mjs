// SPDX-License-Identifier: Apache-2.0
// Browser tests against a running server: BASE_URL, CHROME; STOP_CMD and START_CMD stop and start it again. Some
// start servers of their own: BINARY.
import { BASE_URL, launch } from './browser.mjs';
import { createChecks } from './checks.mjs';
import { account as accounts } from './account.mjs';
import { accessibility } from './accessibility.mjs';
import { explain } from './explain.mjs';
import { docs } from './docs.mjs';
import { expiry } from './expiry.mjs';
import { faults } from './faults.mjs';
import { nodata } from './nodata.mjs';
import { outage } from './outage.mjs';
import { pages } from './pages.mjs';
import { providers } from './providers.mjs';
import { risk } from './risk.mjs';
import { simulate } from './simulate.mjs';
import { session } from './session.mjs';
import { strategy } from './strategy.mjs';
import { tasks } from './tasks.mjs';

const { check, finish } = createChecks();
console.log(`against ${BASE_URL}`);
const browser = await launch();
try {
  const account = await session(browser, check);
  await pages(browser, check, account);
  await simulate(browser, check, account);
  await explain(browser, check, account);
  await risk(browser, check, account);
  await strategy(browser, check, account);
  await docs(browser, check, account);
  await accounts(browser, check, account);
  await providers(browser, check);
  await expiry(browser, check);
  await faults(browser, check);
  await tasks(browser, check);
  await nodata(browser, check);
  await accessibility(browser, check, account);
  await outage(browser, check, account);
} finally {
  await browser.close();
}
process.exit(finish() ? 1 : 0);
