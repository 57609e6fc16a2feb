// SPDX-License-Identifier: Apache-2.0

/** Class names, the false ones left out. */
export function cn(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** Only paths of this app may be the target after signing in. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/dashboard/';
}

/** The login page that comes back here, and says why it is asked for. */
export function loginPath(here: string, why: string | null): string {
  return `/login/?next=${encodeURIComponent(here)}${why ? `&why=${encodeURIComponent(why)}` : ''}`;
}

/** A company without its legal form, for columns that are narrow: `The Coca-Cola Company` is Coca-Cola. */
export function shortName(name: string): string {
  const short = name.replace(/^The /, '').replace(/,?( and)? (Inc\.|Incorporated|Company|Corporation)$/, '');
  return short.length >= 3 ? short : name;
}

/** Two letters for the account button. */
export function initials(email: string): string {
  const name = email.split('@')[0] ?? '';
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = parts.length > 1 ? `${parts[0]![0]}${parts[1]![0]}` : name.slice(0, 2);
  return letters.toUpperCase();
}
