// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useRef, useState } from 'react';
import { Replies } from '@/components/docs/Replies';
import { SchemaTable } from '@/components/docs/SchemaTable';
import { TryForm } from '@/components/docs/TryForm';
import { limitWords, typeWords, type ApiDocument, type Entry, type Parameter } from '@/lib/openapi';

interface OperationRowProps {
  document: ApiDocument;
  entry: Entry;
  token: string;
  /** The address names it. */
  named: boolean;
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  return (
    <>
      <h3>Parameters</h3>
      <div className="scroll" tabIndex={0} role="region" aria-label="Parameters">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">In</th>
              <th scope="col">Type</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((parameter) => (
              <tr key={parameter.name + parameter.in}>
                <td className="mono">
                  {parameter.name}
                  {parameter.required && <span className="must"> required</span>}
                </td>
                <td>{parameter.in}</td>
                <td>{typeWords(parameter.schema)}</td>
                <td className="words">
                  {parameter.description} <span className="muted">{limitWords(parameter.schema)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** One operation: a line that opens to what goes in, what comes out and a form. */
export function OperationRow({ document, entry, token, named }: OperationRowProps) {
  const { method, path, operation } = entry;
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!named || !element.current) return;
    element.current.open = true;
    element.current.scrollIntoView({ block: 'start' });
  }, [named]);
  const body = operation.requestBody?.content['application/json'];
  return (
    <details
      ref={element}
      className="op"
      id={operation.operationId}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className={`verb ${method.toLowerCase()}`}>{method}</span>
        <span className="mono path">{path}</span>
        <span className="sum">{operation.summary}</span>
        {operation.deprecated && <span className="tag w">deprecated</span>}
      </summary>
      {open && (
        <div className="in-op">
          <p>
            {operation.description} <a href={`#${operation.operationId}`}>#{operation.operationId}</a>
          </p>
          {operation.parameters && <Parameters parameters={operation.parameters} />}
          {body?.schema && (
            <>
              <h3>Body{operation.requestBody?.required ? '' : ', may be left out'}</h3>
              <SchemaTable document={document} schema={body.schema} />
            </>
          )}
          <Replies document={document} operation={operation} />
          <TryForm entry={entry} token={token} />
        </div>
      )}
    </details>
  );
}
