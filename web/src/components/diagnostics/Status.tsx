// SPDX-License-Identifier: Apache-2.0

const TONES: Readonly<Record<string, string>> = {
  OK: 'tag g',
  connected: 'tag g',
  ERROR: 'tag c',
  error: 'tag c',
  disconnected: 'tag w',
};

/** A status in the word of the API, without its capitals. */
export function Status({ word }: { word: string }) {
  return <span className={TONES[word] ?? 'tag'}>{word.toLowerCase()}</span>;
}
