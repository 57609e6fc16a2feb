// SPDX-License-Identifier: Apache-2.0
'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Icon } from '@/components/ui/Icon';

/** Without a secure connection the browser gives no clipboard: then the text is to be marked by hand. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('done');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <Button small onClick={() => void copy()}>
        <Icon name={state === 'done' ? 'check' : 'table'} />
        Copy the {what}
      </Button>
      <span className="note" role="status">
        {state === 'done' && 'Copied.'}
        {state === 'failed' && 'The browser refuses: mark the text and copy it.'}
      </span>
    </>
  );
}
