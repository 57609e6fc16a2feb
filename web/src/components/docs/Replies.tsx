// SPDX-License-Identifier: Apache-2.0
'use client';

import { SchemaTable } from '@/components/docs/SchemaTable';
import { resolve, type ApiDocument, type Operation } from '@/lib/openapi';

/** What the operation can answer: the good reply in full, the others in a line each. */
export function Replies({ document, operation }: { document: ApiDocument; operation: Operation }) {
  const all = Object.entries(operation.responses).map(([status, reply]) => ({
    status,
    reply: resolve(document, reply),
  }));
  const good = all.find(({ status }) => status.startsWith('2'));
  const [type, media] = Object.entries(good?.reply.content ?? {})[0] ?? [];
  const links = Object.values(good?.reply.links ?? {});
  return (
    <>
      <h3>Replies</h3>
      <dl className="replies">
        {all.map(({ status, reply }) => (
          <div key={status}>
            <dt className="mono">{status}</dt>
            <dd>
              {reply.description}
              {reply.headers && (
                <span className="muted"> Headers: {Object.keys(reply.headers).join(', ')}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {links.length > 0 && (
        <p>
          Leads to{' '}
          {links.map((link, i) => (
            <span key={link.operationId}>
              {i > 0 && ', '}
              <a href={`#${link.operationId}`} title={link.description}>
                {link.operationId}
              </a>
            </span>
          ))}
          .
        </p>
      )}
      {type && (
        <h4>
          {good?.status} {type}
        </h4>
      )}
      {media?.schema && <SchemaTable document={document} schema={media.schema} />}
      {media?.example !== undefined && (
        <details className="ex">
          <summary>Example</summary>
          <pre tabIndex={0}>{JSON.stringify(media.example, null, 2)}</pre>
        </details>
      )}
    </>
  );
}
