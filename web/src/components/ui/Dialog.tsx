// SPDX-License-Identifier: Apache-2.0
'use client';

import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/utils';

interface DialogProps {
  title: string;
  /** The title is only for assistive technology. */
  bare?: boolean;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

export function Dialog({ title, bare, onClose, className, children }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content className={cn('dialog', className)} aria-describedby={undefined}>
          <Radix.Title className={bare ? 'sr' : undefined}>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
