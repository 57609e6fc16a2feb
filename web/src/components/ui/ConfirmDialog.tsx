// SPDX-License-Identifier: Apache-2.0
'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { FormError } from '@/components/ui/FormError';

interface ConfirmDialogProps {
  title: string;
  /** What is done, as the button says it, and what leaves everything as it is. */
  verb: string;
  keep?: string;
  busy: boolean;
  error?: Error | null;
  onConfirm: () => void;
  onClose: () => void;
  /** The consequence. */
  children: ReactNode;
}

/** Asks before something that cannot simply be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, verb, keep = 'Keep as it is', busy, error, onConfirm, onClose, children } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="sec">{children}</div>
      <div className="mt-4">
        <FormError text={error?.message} />
      </div>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{keep}</Button>
        <Button look="danger" disabled={busy} onClick={onConfirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
