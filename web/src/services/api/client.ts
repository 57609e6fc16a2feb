// SPDX-License-Identifier: Apache-2.0
// Requests typed by the generated schema. Of openapi-fetch only the types are used: its runtime brings serialisers
// that this API has no parameter for.
import type { Client } from 'openapi-fetch';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Values = Readonly<Record<string, unknown>>;

interface Options extends Omit<RequestInit, 'body' | 'method'> {
  params?: { path?: Values; query?: Values; header?: Values };
  body?: unknown;
  bodySerializer?: (body: unknown) => BodyInit;
  parseAs?: 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';
}

/** What is done to every request, its answer, and in place of one. */
export interface Hooks {
  request: (request: Request) => void;
  answer: (request: Request, response: Response) => void;
  /** Given a copy of a refusal: whether to ask once more. */
  again?: (request: Request, response: Response) => Promise<boolean>;
  /** No answer came: what to throw instead. */
  silence: (error: unknown) => unknown;
}

/** The address of a call: values in the path, the defined ones of the query behind it. */
export function address(path: string, params: Options['params'] = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params.path?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params.query ?? {}))
    for (const one of [value].flat()) if (one !== undefined && one !== null) query.append(name, String(one));
  const search = query.toString();
  return search ? `${filled}?${search}` : filled;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

async function read(response: Response, as: Options['parseAs']) {
  if (!response.ok) return { error: parse(await response.text()), response };
  if (response.status === 204) return { data: undefined, response };
  if (as === 'stream') return { data: response.body, response };
  if (as && as !== 'json') return { data: await response[as](), response };
  const text = await response.text();
  return { data: text ? (JSON.parse(text) as unknown) : undefined, response };
}

/** A client for the paths of the schema. */
export function createClient<Paths extends object>(base: string, hooks: Hooks): Pick<Client<Paths>, Method> {
  const call = async (method: Method, path: string, options: Options = {}) => {
    const { params, body, bodySerializer = JSON.stringify, parseAs, ...init } = options;
    const sent = body === undefined || body instanceof FormData ? body : bodySerializer(body);
    const send = async () => {
      const request = new Request(base + address(path, params), { ...init, method, body: sent });
      if (typeof sent === 'string' && !new Headers(init.headers).has('Content-Type'))
        request.headers.set('Content-Type', 'application/json');
      for (const [name, value] of Object.entries(params?.header ?? {}))
        if (value !== undefined && value !== null) request.headers.set(name, String(value));
      hooks.request(request);
      let response: Response;
      try {
        response = await fetch(request);
      } catch (error) {
        throw hooks.silence(error);
      }
      hooks.answer(request, response);
      return { request, response };
    };
    let { request, response } = await send();
    if (!response.ok && hooks.again && (await hooks.again(request, response.clone())))
      ({ request, response } = await send());
    return read(response, parseAs);
  };
  const method = (name: Method) => (path: string, options?: Options) => call(name, path, options);
  return {
    GET: method('GET'),
    POST: method('POST'),
    PUT: method('PUT'),
    PATCH: method('PATCH'),
    DELETE: method('DELETE'),
  } as unknown as Pick<Client<Paths>, Method>;
}
