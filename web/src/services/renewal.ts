// SPDX-License-Identifier: Apache-2.0
// A token lives as long as somebody is at the page: when half of its time is over, the next touch renews it.
import { due } from '@/lib/token';
import { auth } from '@/services/api/auth';
import { session } from '@/services/session';

const PAUSE_MS = 60_000;

/** Start watching; the result stops it. */
export function watchActivity(): () => void {
  let looked = -PAUSE_MS;
  let trusted = true;
  const isDue = (token: string | null) => due(token, Date.now());
  const act = ({ timeStamp }: Event) => {
    if (!trusted || timeStamp - looked < PAUSE_MS || !isDue(session.get())) return;
    looked = timeStamp;
    session
      .renew(isDue, async () => (await auth.refresh()).access_token)
      .then(() => {
        // Still due though new: the clock of this device is wrong, and asking again would not help.
        trusted = !isDue(session.get());
      })
      .catch(() => {}); // the old one holds; the next touch tries again
  };
  window.addEventListener('pointerdown', act, true);
  window.addEventListener('keydown', act, true);
  return () => {
    window.removeEventListener('pointerdown', act, true);
    window.removeEventListener('keydown', act, true);
  };
}
