// SPDX-License-Identifier: Apache-2.0
import type { Metadata } from 'next';
import { EventGlossary } from '@/components/methodology/EventGlossary';
import { Figures } from '@/components/methodology/Figures';
import { Rules } from '@/components/methodology/Rules';
import { Terms } from '@/components/methodology/Terms';
import { AppShell } from '@/components/shell/AppShell';

export const metadata: Metadata = { title: 'Methodology' };

const CONTENTS = [
  ['purpose', 'What the index is'],
  ['rules', 'The rules, step by step'],
  ['levels', 'Levels and variants'],
  ['figures', 'How figures are computed'],
  ['data', 'What the data can and cannot say'],
  ['terms', 'Terms'],
  ['events', 'Event codes'],
] as const;

export default function MethodologyPage() {
  return (
    <AppShell title="Methodology" context="Rules of the default index" open>
      <div className="prose">
        <nav aria-label="Contents">
          {CONTENTS.map(([id, title]) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
        <div>
          <Rules />
          <Figures />
          <Terms />
          <EventGlossary />
        </div>
      </div>
    </AppShell>
  );
}
