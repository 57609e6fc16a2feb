// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from 'react';

/** Key as `KeyboardEvent.key` in lower case; `g d` is G, then D within a second. */
export type Hotkeys = Readonly<Record<string, () => void>>;

const PAUSE_MS = 1000;

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Single keys: off inside fields, with modifiers held, behind a dialog, and when the user turned them off. */
export function useHotkeys(keys: Hotkeys, enabled: boolean): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });

  useEffect(() => {
    if (!enabled) return undefined;
    let leader = '';
    let since = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (inField(event.target) || document.querySelector('[role="dialog"],[role="menu"]')) return;
      const key = event.key.toLowerCase();
      const fresh = leader && event.timeStamp - since < PAUSE_MS;
      const action = latest.current[fresh ? `${leader} ${key}` : key];
      leader = '';
      if (action) {
        event.preventDefault();
        action();
      } else if (Object.keys(latest.current).some((name) => name.startsWith(`${key} `))) {
        leader = key;
        since = event.timeStamp;
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [enabled]);
}
