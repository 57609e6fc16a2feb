// SPDX-License-Identifier: Apache-2.0
'use client';

import { Notice } from '@/components/ui/Notice';
import { useConnection } from '@/hooks/useConnection';
import { ping } from '@/services/connection';

/** One line under the top bar while the server cannot be reached; what is on the page stays. */
export function ConnectionNotice() {
  const state = useConnection();
  if (state === 'up') return null;
  return (
    <Notice
      icon="away"
      tone="w"
      live
      more={
        <button type="button" className="btn ghost sm" onClick={() => void ping()}>
          Try again
        </button>
      }
    >
      <b>{state === 'offline' ? 'Offline.' : 'The server does not answer.'}</b> Shown as of its last answer.
      The page asks again by itself and goes on when the server returns.
    </Notice>
  );
}
