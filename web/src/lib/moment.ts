// SPDX-License-Identifier: Apache-2.0
import { DASH, locale } from '@/lib/format';

/** An instant to the minute, 24 h, with the zone: 23 Nov 2026, 05:31 UTC. */
export function moment(time: string | null | undefined, timeZone?: string): string {
  if (!time) return DASH;
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  }).format(Date.parse(time));
}
