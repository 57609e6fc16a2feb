// SPDX-License-Identifier: Apache-2.0
import { cn } from '@/lib/utils';

const PATHS = {
  level: 'M2 13.5h12M2.5 10.5l3.2-4 3 2.4 4.8-6',
  grow: 'M2.5 13.5C6 13.5 8 9 13.5 3M9.5 2.7h4v4',
  sliders:
    'M2 4.5h7M12.5 4.5H14M2 11.5h2M7.5 11.5H14M10.7 6.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM5.7 13.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  fall: 'M2 3.5h12M2 3.5l3 4 2.5-2 3.5 7 3-5',
  pulse: 'M1.5 8.5h3l2-5 3 9.5 2-4.5h3',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  link: 'M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8',
  table: 'M2 3h12v10H2zM2 6.3h12M2 9.6h12M6.5 6.3V13',
  book: 'M8 3.6C6.6 2.6 4.6 2.3 2 2.5v10c2.6-.2 4.6.1 6 1.1 1.4-1 3.4-1.3 6-1.1v-10c-2.6-.2-4.6.1-6 1.1zM8 3.6v10',
  page: 'M4 2h5.5L13 5.3V14H4zM9.3 2v3.5H13M6.3 8.5h4.4M6.3 11h4.4',
  tasks: 'M2.5 4l1 1 2-2M2.5 8.5l1 1 2-2M2.5 13l1 1 2-2M8 4h6M8 8.5h6M8 13h6',
  person: 'M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8zM2.6 14c.3-2.7 2.6-4.2 5.4-4.2s5.1 1.5 5.4 4.2',
  search: 'M7 11.3a4.3 4.3 0 1 0 0-8.6 4.3 4.3 0 0 0 0 8.6zM10.3 10.3 14 14',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 9.9a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8z',
  eyeOff:
    'M3.9 4.9C2.3 6.1 1.5 8 1.5 8S4 12.5 8 12.5c1 0 1.9-.3 2.7-.7M6.4 3.7c.5-.1 1-.2 1.6-.2 4 0 6.5 4.5 6.5 4.5s-.5 1-1.5 2.1M2.5 2.5l11 11',
  down: 'M4.5 6.5 8 10l3.5-3.5',
  save: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.3v3.6M8 5v.1',
  warn: 'M8 2.2 14.3 13.3H1.7zM8 6.5v3.2M8 11.5v.1',
  away: 'M1.8 6.6a9 9 0 0 1 3.6-2M14.2 6.6a9 9 0 0 0-5.6-2.4M4.2 9.1a5.6 5.6 0 0 1 2.6-1.4M11.8 9.1l-.9-.7M8 12.4v.1M2.5 2.5l11 11',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  check: 'M3 8.5l3.3 3.3L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  dot: 'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  left: 'M9.5 4.5 6 8l3.5 3.5',
  right: 'M6.5 4.5 10 8l-3.5 3.5',
  out: 'M6.5 2.5h-4v11h4M10.5 5l3 3-3 3M13.3 8H6',
  keys: 'M1.5 4h13v8h-13zM4 6.7h.1M6.7 6.7h.1M9.3 6.7h.1M12 6.7h.1M5 9.5h6',
  range: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
} as const;

export type IconName = keyof typeof PATHS | 'theme';

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={cn('ic', className)} viewBox="0 0 16 16" aria-hidden="true">
      {name === 'theme' ? (
        <>
          <circle cx="8" cy="8" r="5.7" />
          <path d="M8 2.3v11.4A5.7 5.7 0 0 0 8 2.3z" fill="currentColor" stroke="none" />
        </>
      ) : (
        <path d={PATHS[name]} />
      )}
    </svg>
  );
}

export function Logo() {
  return (
    <svg viewBox="0 0 22 22" aria-hidden="true">
      <path
        d="M1.5 6 6.4 17.5 11 8.5l4.4 9L20.5 3"
        fill="none"
        stroke="var(--text-1)"
        strokeWidth="2.1"
        strokeLinejoin="miter"
      />
      <path d="M1 20.6h20" stroke="var(--accent)" strokeWidth="2" />
    </svg>
  );
}
