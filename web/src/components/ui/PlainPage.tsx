// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { Logo } from '@/components/ui/Icon';

/** A page without the shell: a title and a few lines. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="lf min-h-screen">
      <span className="brand">
        <Logo />
        <span>
          AutoIndex<small>Waardhaven</small>
        </span>
      </span>
      <div className="formroom">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
