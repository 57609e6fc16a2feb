// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useState } from 'react';
import { Button, IconButton } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';
import type { Done } from '@/hooks/useStrategyPublish';

const STAYS_MS = 6000;

interface ToastProps {
  done: Done | null;
  /** Null: it cannot be undone now. */
  onUndo: ((version: number) => void) | null;
  onClose: () => void;
}

/** The result of what the user did; it goes by itself unless somebody is at it. */
export function Toast({ done, onUndo, onClose }: ToastProps) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!done || held) return undefined;
    const timer = setTimeout(onClose, STAYS_MS);
    return () => clearTimeout(timer);
  }, [done, held, onClose]);
  return (
    <div
      className="toasts"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {done && (
        <div className="toast">
          <Icon name="check" />
          <span>{done.text}</span>
          {done.undo !== undefined && onUndo && (
            <Button small onClick={() => onUndo(done.undo!)}>
              Undo
            </Button>
          )}
          <IconButton aria-label="Close" onClick={onClose}>
            <Icon name="cross" />
          </IconButton>
        </div>
      )}
    </div>
  );
}
