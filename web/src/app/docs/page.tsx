// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { ApiBrowser } from '@/components/docs/ApiBrowser';
import { AppShell } from '@/components/shell/AppShell';
import './docs.css';

export const metadata: Metadata = { title: 'API' };

export default function DocsPage() {
  return (
    <AppShell title="API" open>
      <noscript>
        <div className="static">
          <p>
            This page lists the operations of the API and lets you try them. It needs script, which is off in
            this browser; the same is in <a href="/openapi.json">openapi.json</a>.
          </p>
        </div>
      </noscript>
      <ApiBrowser />
    </AppShell>
  );
}
