// SPDX-License-Identifier: Apache-2.0
// An OpenID Connect issuer on a free loopback port, with a key made for the test. Its sign-in page has two links:
// one agrees as the person that the test names, the other cancels.
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const CLIENT = 'our client';
const SECRET = 'a secret & more';
const KID = 'one';

const base64url = (data) => Buffer.from(data).toString('base64url');

export async function startIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map();
  const self = { url: '', person: '', settings: {}, stop: () => new Promise((done) => http.close(done)) };

  const idToken = (claims) => {
    const text = [{ alg: 'RS256', kid: KID, typ: 'JWT' }, claims]
      .map((part) => base64url(JSON.stringify(part)))
      .join('.');
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  };

  const redeem = (form, authorization) => {
    const [user, word] = Buffer.from((authorization ?? '').replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    if (user !== CLIENT || word !== SECRET) return [401, { error: 'invalid_client' }];
    const asked = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier')).digest('base64url');
    const good = asked?.redirect_uri === form.get('redirect_uri') && asked.code_challenge === challenge;
    if (!good) return [400, { error: 'invalid_grant' }];
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: self.url,
      aud: CLIENT,
      sub: `subject of ${asked.person}`,
      email: asked.person,
      email_verified: true,
      nonce: asked.nonce,
      iat: now,
      exp: now + 3600,
    };
    return [200, { access_token: 'x', token_type: 'Bearer', id_token: idToken(claims) }];
  };

  const signInPage = (asked) => {
    const code = randomUUID();
    codes.set(code, { ...asked, person: self.person });
    const back = (answer) =>
      `${asked.redirect_uri}?${new URLSearchParams({ ...answer, state: asked.state })}`.replaceAll(
        '&',
        '&amp;',
      );
    return `<!doctype html><html lang="en"><title>Our company</title><h1>Our company</h1>
      <p><a href="${back({ code })}">Agree as ${self.person}</a></p>
      <p><a href="${back({ error: 'access_denied' })}">Cancel</a></p></html>`;
  };

  const http = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, self.url);
    const answer = (status, body, type = 'application/json') => {
      response.writeHead(status, { 'Content-Type': type, Connection: 'close' });
      response.end(type === 'application/json' ? JSON.stringify(body) : body);
    };
    let sent = '';
    for await (const part of request) sent += part;
    if (pathname === '/.well-known/openid-configuration')
      answer(200, {
        issuer: self.url,
        authorization_endpoint: `${self.url}/authorize`,
        token_endpoint: `${self.url}/token`,
        jwks_uri: `${self.url}/keys`,
      });
    else if (pathname === '/keys')
      answer(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KID, alg: 'RS256', use: 'sig' }] });
    else if (pathname === '/authorize')
      answer(200, signInPage(Object.fromEntries(searchParams)), 'text/html');
    else if (pathname === '/token')
      answer(...redeem(new URLSearchParams(sent), request.headers.authorization));
    else answer(404, {});
  });
  await new Promise((done) => http.listen(0, '127.0.0.1', done));
  self.url = `http://127.0.0.1:${http.address().port}`;
  self.settings = {
    OIDC_ISSUER: self.url,
    OIDC_CLIENT_ID: CLIENT,
    OIDC_CLIENT_SECRET: SECRET,
    OIDC_NAME: 'Our company',
  };
  return self;
}
