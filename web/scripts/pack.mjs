// SPDX-License-Identifier: Apache-2.0
// Packs the export into the one file that the server carries: pack.mjs OUT_DIR PACK_FILE.
// The format is described in server/http/pack.h.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [out, target] = process.argv.slice(2);

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
const WORTH_COMPRESSING = new Set(['.html', '.js', '.css', '.json', '.txt', '.svg', '.webmanifest']);

function walk(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)],
  );
}

function sha256(bytes, encoding) {
  return createHash('sha256').update(bytes).digest(encoding);
}

// Bytes before strings: the server looks paths up with strcmp.
const files = walk(out)
  .map((f) => ({ file: f, path: '/' + relative(out, f).split('\\').join('/') }))
  .filter(({ file }) => extname(file) in TYPES)
  .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

const hashes = new Set();
const lines = [];
const blobs = [];
let at = 0;

function place(bytes) {
  if (!bytes) return [0, 0];
  blobs.push(bytes);
  at += bytes.length;
  return [at - bytes.length, bytes.length];
}

for (const { file, path } of files) {
  const bytes = readFileSync(file);
  const kind = extname(file);
  if (kind === '.html')
    for (const [, attributes, script] of bytes.toString().matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g))
      if (!/\ssrc=/.test(attributes)) hashes.add(`'sha256-${sha256(script, 'base64')}'`);
  const small = (packed) => (packed.length < bytes.length * 0.9 ? packed : null);
  const compress = WORTH_COMPRESSING.has(kind);
  const gzip = compress ? small(gzipSync(bytes, { level: 9 })) : null;
  const br = compress
    ? small(
        brotliCompressSync(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        }),
      )
    : null;
  const immutable = path.startsWith('/_next/static/') ? 1 : 0;
  const etag = `"${sha256(bytes, 'hex').slice(0, 32)}"`;
  lines.push(
    ['file', path, TYPES[kind], etag, immutable, ...place(bytes), ...place(gzip), ...place(br)].join('\t'),
  );
}

const head = `autoindex-web 1\nscripts\t${[...hashes].join(' ')}\n${lines.join('\n')}\n\n`;
writeFileSync(target, Buffer.concat([Buffer.from(head), ...blobs]));
console.log(`${files.length} files, ${hashes.size} inline scripts, ${at + head.length} bytes`);
