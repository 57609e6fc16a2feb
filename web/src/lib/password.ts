// SPDX-License-Identifier: Apache-2.0
// The server decides; these rules tick off while typing. A rule of the server that is not here (common passwords)
// comes back as an error of the field.

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const RUNS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

/** Three neighbours of the alphabet, the digits or a keyboard row, in either direction. */
export function hasSequence(text: string): boolean {
  const lower = text.toLowerCase();
  for (let i = 0; i + 3 <= lower.length; i++) {
    const three = lower.slice(i, i + 3);
    if (RUNS.some((run) => run.includes(three))) return true;
  }
  return false;
}

export interface PasswordRule {
  readonly label: string;
  readonly holds: (password: string) => boolean;
}

export const PASSWORD_RULES: readonly PasswordRule[] = [
  { label: '8 to 128 characters', holds: (p) => [...p].length >= 8 && [...p].length <= 128 },
  { label: 'an upper-case letter', holds: (p) => /\p{Lu}/u.test(p) },
  { label: 'a lower-case letter', holds: (p) => /\p{Ll}/u.test(p) },
  { label: 'a digit', holds: (p) => /\d/.test(p) },
  { label: 'a special character', holds: (p) => /[^\p{L}\p{N}\s]/u.test(p) },
  { label: 'no three equal characters in a row', holds: (p) => p.length > 0 && !/(.)\1\1/su.test(p) },
  { label: 'no run such as abc, 123 or qwe', holds: (p) => p.length > 0 && !hasSequence(p) },
];
