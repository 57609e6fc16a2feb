// SPDX-License-Identifier: Apache-2.0
'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { OperationRow } from '@/components/docs/OperationRow';
import { Empty } from '@/components/ui/Empty';
import { Field } from '@/components/ui/Field';
import { Panel } from '@/components/ui/Panel';
import { QueryView } from '@/components/ui/QueryView';
import { SkeletonRows } from '@/components/ui/Skeleton';
import { API_URL } from '@/constants/config';
import { useAuth } from '@/contexts/AuthContext';
import { entries, matching, type ApiDocument } from '@/lib/openapi';
import { toApiError } from '@/services/api/errors';

async function fetchDocument(signal: AbortSignal): Promise<ApiDocument> {
  const response = await fetch(`${API_URL}/openapi.json`, { signal });
  const body: unknown = await response.json();
  if (!response.ok) throw toApiError(body, response);
  return body as ApiDocument;
}

const fragment = () => decodeURIComponent(window.location.hash.slice(1));

/** The operation that the address names, which stands open. */
function useNamed(): string {
  const [named, setNamed] = useState('');
  useEffect(() => {
    const read = () => setNamed(fragment());
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  return named;
}

function Operations({ document, text, token }: { document: ApiDocument; text: string; token: string }) {
  const named = useNamed();
  const found = useMemo(() => matching(entries(document), text), [document, text]);
  if (found.length === 0)
    return (
      <div className="p">
        <Empty title="No operation matches">Words of a path, a name or a summary find it.</Empty>
      </div>
    );
  return document.tags.map((tag) => {
    const rows = found.filter((entry) => entry.operation.tags.includes(tag.name));
    if (rows.length === 0) return null;
    return (
      <Panel key={tag.name} id={`tag-${tag.name}`} title={tag.name} caption={tag.description}>
        {rows.map((entry) => (
          <OperationRow
            key={entry.operation.operationId}
            document={document}
            entry={entry}
            token={token}
            named={entry.operation.operationId === named}
          />
        ))}
      </Panel>
    );
  });
}

/** Every operation of openapi.json as this server gives it, with a form to try it. */
export function ApiBrowser() {
  const query = useQuery({ queryKey: ['openapi'], queryFn: ({ signal }) => fetchDocument(signal) });
  const { me } = useAuth();
  const [text, setText] = useState('');
  const [token, setToken] = useState('');
  const who = me ? `Empty: calls go out as ${me.email}` : 'Empty: calls go out without a token';
  return (
    <div className="sheet apidocs">
      <Panel
        title="Operations"
        caption={query.data ? `version ${query.data.info.version}` : undefined}
        actions={<a href={`${API_URL}/openapi.json`}>openapi.json</a>}
      >
        <p className="about">{query.data?.info.description}</p>
        <div className="fgrid">
          <Field label="Find an operation">
            <input
              className="in"
              type="search"
              value={text}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <Field label="Token">
            <input
              className="in"
              type="password"
              value={token}
              autoComplete="off"
              placeholder={who}
              onChange={(event) => setToken(event.target.value)}
            />
          </Field>
        </div>
      </Panel>
      <QueryView
        query={query}
        what="The description of the API"
        skeleton={
          <div className="p">
            <SkeletonRows rows={12} />
          </div>
        }
      >
        {(document) => <Operations document={document} text={text} token={token} />}
      </QueryView>
    </div>
  );
}
