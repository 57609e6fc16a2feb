// SPDX-License-Identifier: Apache-2.0
// Server-sent events out of text that comes in pieces (HTML, section 9.2.6). What is not whole is not told.

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** Of this event; null: it has none of its own. */
  readonly id: string | null;
}

/** Takes the pieces in order; a comment, which is a sign of life, is no event. */
export function eventReader(tell: (event: ServerEvent) => void): (piece: string) => void {
  let rest = '';
  let event = '';
  let data: string[] = [];
  let id: string | null = null;

  const take = (line: string) => {
    if (line === '') {
      if (data.length) tell({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      id = null;
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') event = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id' && !value.includes('\0')) id = value;
  };

  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) take(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
}
