// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { PlainPage } from '@/components/ui/PlainPage';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <PlainPage title="There is no page at this address">
      <p className="lead">The address may be misspelt or come from another version.</p>
      <ul className="grid gap-3">
        <li>
          <a href="/dashboard/">Dashboard</a>
        </li>
        <li>
          <a href="/methodology/">Methodology</a>
        </li>
      </ul>
    </PlainPage>
  );
}
