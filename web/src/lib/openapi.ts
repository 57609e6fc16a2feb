// SPDX-License-Identifier: Apache-2.0
// The parts of an OpenAPI 3.1 document that the API browser shows, and the request that a form stands for.

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly (string | null)[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly [limit: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
}

export interface Reply {
  readonly $ref?: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
  readonly links?: Readonly<Record<string, { operationId: string; description: string }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly deprecated?: boolean;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Reply>>;
}

export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** What a reference of the document points at. */
export function resolve<T extends { readonly $ref?: string }>(document: ApiDocument, node: T): T {
  if (!node.$ref) return node;
  const [, , kind = '', name = ''] = node.$ref.split('/');
  return (document.components[kind]?.[name] ?? {}) as T;
}

export const schemaName = (schema: Schema): string | null => schema.$ref?.split('/').pop() ?? null;

export function entries(document: ApiDocument): Entry[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** Operations whose path, name or summary holds every word of the text. */
export function matching(all: readonly Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ method, path, operation }) => {
    const where = `${method} ${path} ${operation.operationId} ${operation.summary}`.toLowerCase();
    return words.every((word) => where.includes(word));
  });
}

const LIMITS: readonly [key: string, say: (value: unknown) => string][] = [
  ['minimum', (v) => `at least ${v}`],
  ['exclusiveMinimum', (v) => `above ${v}`],
  ['maximum', (v) => `at most ${v}`],
  ['minLength', (v) => `at least ${v} ${v === 1 ? 'character' : 'characters'}`],
  ['maxLength', (v) => `at most ${v} characters`],
  ['minItems', (v) => `at least ${v} ${v === 1 ? 'item' : 'items'}`],
  ['maxItems', (v) => `at most ${v} items`],
];

/** "integer or null", "list of Asset", "text, YYYY-MM-DD". */
export function typeWords(schema: Schema): string {
  const name = schemaName(schema);
  if (name) return name;
  if (schema.anyOf) return schema.anyOf.map(typeWords).join(' or ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types
    .map((type) => {
      if (type === 'array') return `list of ${typeWords(schema.items ?? {})}`;
      if (schema.format === 'date' && type === 'string') return 'date';
      if (schema.format === 'date-time' && type === 'string') return 'instant';
      return type;
    })
    .join(' or ');
}

/** What else the schema asks of a value. */
export function limitWords(schema: Schema): string {
  const words = LIMITS.filter(([key]) => schema[key] !== undefined).map(([key, say]) => say(schema[key]));
  if (schema.enum) words.push(`one of ${schema.enum.filter((word) => word !== null).join(', ')}`);
  if (schema.default !== undefined) words.push(`default ${String(schema.default)}`);
  return words.join('; ');
}

export interface Call {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The request that a filled-in form stands for; empty fields are left out. */
export function callOf(entry: Entry, values: Readonly<Record<string, string>>, body: string): Call {
  const { method, path, operation } = entry;
  let target = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const parameter of operation.parameters ?? []) {
    const value = values[parameter.name] ?? '';
    if (parameter.in === 'path') target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value !== '' && parameter.in === 'header') headers[parameter.name] = value;
    else if (value !== '') query.set(parameter.name, value);
  }
  const text = query.toString();
  return {
    method,
    target: text ? `${target}?${text}` : target,
    headers,
    body: operation.requestBody && body.trim() !== '' ? body : null,
  };
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same as a line for a shell; the token stays out of it. */
export function curlOf(call: Call, origin: string, withToken: boolean): string {
  const parts = ['curl', '-sS'];
  if (call.method !== 'GET') parts.push('-X', call.method);
  if (withToken) parts.push('-H', '"Authorization: Bearer $TOKEN"');
  for (const [name, value] of Object.entries(call.headers)) parts.push('-H', quoted(`${name}: ${value}`));
  if (call.body !== null) parts.push('-H', quoted('Content-Type: application/json'), '-d', quoted(call.body));
  parts.push(quoted(origin + call.target));
  return parts.join(' ');
}
