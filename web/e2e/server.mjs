// SPDX-License-Identifier: Apache-2.0
// A server of a test's own, with settings that the common one has not: BINARY on a free loopback port.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Ready when it says so. data: its folder; api: asks it; stop: ends it, and its folder goes. */
export async function startServer(flags = [], settings = () => ({})) {
  const folder = await mkdtemp(join(tmpdir(), 'autoindex-e2e-'));
  const data = join(folder, 'data');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.env.BINARY,
    ['serve', '--data', data, '--port', `${port}`, '--rate-limit', '0', ...flags],
    { env: { PATH: process.env.PATH, ...settings(url) }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (text) => (log += text));
  const ended = new Promise((done) => child.once('exit', done));
  const ready = new Promise((done) => {
    createInterface(child.stdout).on('line', (line) => line.includes('is ready at') && done(true));
  });
  if ((await Promise.race([ready, ended])) !== true) throw new Error(`the server did not start: ${log}`);

  const api = (method, path, body, token) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: body && JSON.stringify(body),
    });
  return {
    url,
    data,
    api,
    async register(email, password) {
      const { access_token } = await (await api('POST', '/auth/register', { email, password })).json();
      return access_token;
    },
    async stop() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
