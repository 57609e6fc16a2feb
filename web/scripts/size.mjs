// SPDX-License-Identifier: Apache-2.0
// Gzipped script of the dashboard's first load: what its page names, and the chunks that it loads by itself (the
// chart). The noModule polyfill is left out: no browser that runs the app asks for it. Fails above the limit.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const OUT = new URL('../out/', import.meta.url).pathname;
const LIMIT_KB = 230;

const html = readFileSync(join(OUT, 'dashboard/index.html'), 'utf8');
const tags = html.match(/<script[^>]*\bsrc="[^"]+"[^>]*>/g) ?? [];
const named = tags
  .filter((tag) => !/nomodule/i.test(tag))
  .map((tag) => /src="([^"?]+)/.exec(tag)[1].replace(/^\//, ''));

const chunks = join(OUT, '_next/static/chunks');
const dynamic = readdirSync(chunks, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.js'))
  .map((file) => `_next/static/chunks/${file}`)
  .filter((file) => !named.includes(file))
  .filter((file) =>
    /lightweight|HistogramSeries|subscribeCrosshairMove/.test(readFileSync(join(OUT, file), 'utf8')),
  )
  // The charts of other pages, which the dashboard never loads.
  .filter(
    (file) =>
      !/At the start rate|lockVisibleTimeRangeOnResize:!0/.test(readFileSync(join(OUT, file), 'utf8')),
  );

const size = (file) => gzipSync(readFileSync(join(OUT, file)), { level: 9 }).length / 1024;
const sum = (files) => files.reduce((total, file) => total + size(file), 0);
const print = (label, kb) => console.log(`${label.padEnd(28)} ${kb.toFixed(1).padStart(7)} KB`);

const first = [...new Set(named)];
print('named by the page', sum(first));
print('loaded after it (chart)', sum(dynamic));
const total = sum(first) + sum(dynamic);
print('together', total);
if (total > LIMIT_KB) {
  console.error(`over the limit of ${LIMIT_KB} KB`);
  process.exit(1);
}
