// SPDX-License-Identifier: Apache-2.0
'use client';

import { useId, useState, useSyncExternalStore, type FormEvent } from 'react';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { API_URL } from '@/constants/config';
import { callOf, curlOf, type Call, type Entry, type Parameter } from '@/lib/openapi';
import { session } from '@/services/session';

const SHOWN = 100_000; // characters of a reply

interface Answer {
  readonly status: string;
  readonly ms: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const exampleOf = ({ schema, required }: Parameter) =>
  required && schema.examples?.length ? String(schema.examples[0]) : '';

function readable(text: string, type: string): string {
  if (!/json/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(call: Call, token: string): Promise<Answer> {
  const headers = new Headers(call.headers);
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (call.body !== null) headers.set('Content-Type', 'application/json');
  const start = performance.now();
  const response = await fetch(API_URL + call.target, { method: call.method, headers, body: call.body });
  const bytes = await response.arrayBuffer();
  const ms = performance.now() - start;
  const type = response.headers.get('Content-Type') ?? '';
  const text = /json|text|csv|svg|xml/.test(type)
    ? readable(new TextDecoder().decode(bytes), type)
    : `${bytes.byteLength} bytes of ${type || 'no type'}`;
  const more = text.length - SHOWN;
  return {
    status: `${response.status} ${response.statusText}`.trim(),
    ms: Math.round(ms),
    headers: [...response.headers.entries()],
    body: more > 0 ? `${text.slice(0, SHOWN)}\n… and ${more} more characters` : text,
  };
}

function Input({ parameter, id, value, onChange }: InputProps) {
  const words = parameter.schema.enum ?? (parameter.schema.type === 'boolean' ? ['true', 'false'] : null);
  if (!words)
    return (
      <input
        id={id}
        className="in"
        value={value}
        autoComplete="off"
        spellCheck={false}
        required={parameter.required}
        placeholder={String(parameter.schema.examples?.[0] ?? parameter.schema.default ?? '')}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <select id={id} className="in" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">not given</option>
      {words.map((word) => (
        <option key={word}>{word}</option>
      ))}
    </select>
  );
}

interface InputProps {
  parameter: Parameter;
  id?: string;
  value: string;
  onChange: (value: string) => void;
}

function Shown({ answer }: { answer: Answer }) {
  return (
    <div className="answer">
      <p role="status">
        <b>{answer.status}</b> in {answer.ms} ms
      </p>
      <pre tabIndex={0} aria-label="Headers of the reply">
        {answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
      </pre>
      <pre tabIndex={0} aria-label="Body of the reply">
        {answer.body || 'no body'}
      </pre>
    </div>
  );
}

/** Fill in, send, see the reply with its headers and the same call as a line for a shell. */
export function TryForm({ entry, token }: { entry: Entry; token: string }) {
  const { operation, method } = entry;
  const parameters = operation.parameters ?? [];
  const example = operation.requestBody?.content['application/json']?.example;
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(parameters.map((parameter) => [parameter.name, exampleOf(parameter)])),
  );
  const [body, setBody] = useState(example === undefined ? '' : JSON.stringify(example, null, 2));
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const own = useSyncExternalStore(session.subscribe, session.get, () => null);
  const area = useId();

  const sent = token || own || '';
  const call = callOf(entry, values, body);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailed(null);
    try {
      setAnswer(await send(call, sent));
    } catch {
      setAnswer(null);
      setFailed('The server does not answer.');
    }
    setBusy(false);
  };

  return (
    <form className="try" onSubmit={(event) => void submit(event)}>
      <h3>Try it</h3>
      {parameters.length > 0 && (
        <div className="fgrid">
          {parameters.map((parameter) => (
            <Field key={parameter.name + parameter.in} label={parameter.name}>
              <Input
                parameter={parameter}
                value={values[parameter.name] ?? ''}
                onChange={(value) => setValues({ ...values, [parameter.name]: value })}
              />
            </Field>
          ))}
        </div>
      )}
      {operation.requestBody && (
        <div className="field">
          <label className="l" htmlFor={area}>
            Body
          </label>
          <textarea
            id={area}
            className="in mono"
            rows={Math.min(16, body.split('\n').length + 1)}
            spellCheck={false}
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        </div>
      )}
      <Button type="submit" look="primary" disabled={busy}>
        Send {method}
      </Button>
      <pre tabIndex={0} aria-label="The same call with curl">
        {curlOf(call, API_URL || (typeof window === 'undefined' ? '' : window.location.origin), sent !== '')}
      </pre>
      {failed && (
        <p className="err" role="alert">
          {failed}
        </p>
      )}
      {answer && <Shown answer={answer} />}
    </form>
  );
}
