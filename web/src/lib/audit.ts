// SPDX-License-Identifier: Apache-2.0
import { toCsv } from '@/lib/csv';
import type { AuditEntry } from '@/types/account';

/** What the log can say was done, in the order of the filter. */
export const ACTIONS: readonly (readonly [code: string, words: string])[] = [
  ['auth.login', 'signed in'],
  ['auth.login_failed', 'failed to sign in'],
  ['auth.logout', 'signed out'],
  ['auth.refresh', 'renewed the session'],
  ['auth.register', 'registered'],
  ['auth.password', 'changed the password'],
  ['session.revoke', 'ended sessions'],
  ['totp.enable', 'turned the second factor on'],
  ['totp.disable', 'turned the second factor off'],
  ['identity.link', 'linked a provider’s account'],
  ['identity.unlink', 'unlinked a provider’s account'],
  ['key.create', 'made a key'],
  ['key.revoke', 'revoked a key'],
  ['user.add', 'added an account'],
  ['user.role', 'changed a role'],
  ['user.disable', 'disabled an account'],
  ['user.enable', 'enabled an account'],
  ['strategy.change', 'changed the strategy'],
  ['strategy.adjust', 'recorded an adjustment'],
  ['strategy.restore', 'restored a version'],
  ['index.compute', 'computed the index'],
  ['data.import', 'imported data'],
  ['schedule.save', 'saved a schedule'],
  ['schedule.run', 'ran a schedule'],
  ['schedule.delete', 'deleted or reset a schedule'],
  ['backup.make', 'made a backup'],
  ['backup.verify', 'checked a backup'],
  ['backup.download', 'downloaded a backup'],
  ['backup.restore', 'restored a backup'],
  ['backup.delete', 'deleted a backup'],
  ['data.cleanup', 'removed what had ended'],
  ['audit.trim', 'removed the oldest entries of this log'],
  ['secrets.rotate', 'sealed secrets anew'],
];

const WORDS = new Map(ACTIONS);

/** In words; an action that this version does not know keeps its code. */
export const actionWords = (action: string) => WORDS.get(action) ?? action;

/** `role: admin, sessions: 2` for a JSON object; anything else as it is. */
export function detailWords(detail: string | null): string {
  if (!detail) return '';
  try {
    const parsed: unknown = JSON.parse(detail);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return detail;
    return Object.entries(parsed)
      .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
      .join(', ');
  } catch {
    return detail;
  }
}

const COLUMNS = [
  'id',
  'at',
  'actor_id',
  'actor',
  'action',
  'object',
  'detail',
  'address',
  'request_id',
  'hash',
] as const;

/** Spreadsheets run text that begins like a formula; an apostrophe keeps it text. */
const harmless = (cell: string | number | null) =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;

export const auditCsv = (entries: readonly AuditEntry[]) =>
  toCsv(
    COLUMNS,
    entries.map((entry) => COLUMNS.map((name) => harmless(entry[name]))),
  );

/** Every entry of a query, page by page. Entries that come meanwhile push others to the next page: each counts once. */
export async function allEntries(
  page: (limit: number, offset: number) => Promise<{ items: readonly AuditEntry[]; total: number }>,
  size = 500,
): Promise<AuditEntry[]> {
  const found = new Map<number, AuditEntry>();
  for (let offset = 0, total = Infinity; offset < total; offset += size) {
    const answer = await page(size, offset);
    total = answer.total;
    answer.items.forEach((entry) => found.set(entry.id, entry));
    if (!answer.items.length) break;
  }
  return [...found.values()];
}
