// SPDX-License-Identifier: Apache-2.0
'use client';

import { useId, type ReactNode } from 'react';
import { cn } from '@/lib/utils';

interface PanelProps {
  title: string;
  caption?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
}

/** A section of the sheet: one line of head, then the content. */
export function Panel({ title, caption, actions, children, className, id }: PanelProps) {
  const heading = useId();
  return (
    <section className={cn('p', className)} aria-labelledby={heading} id={id}>
      <div className="ph">
        <h2 id={heading}>{title}</h2>
        {caption && <span className="cap">{caption}</span>}
        {actions && <div className="act">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
