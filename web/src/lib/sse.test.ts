// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { eventReader, type ServerEvent } from '@/lib/sse';

function read(...pieces: string[]): ServerEvent[] {
  const found: ServerEvent[] = [];
  const push = eventReader((event) => found.push(event));
  pieces.forEach(push);
  return found;
}

const TEXT = 'retry: 2000\nid: 7\nevent: hello\ndata: {"id":7}\n\n:\n\nid: 8\nevent: task\ndata: {}\n\n';
const EVENTS = [
  { event: 'hello', data: '{"id":7}', id: '7' },
  { event: 'task', data: '{}', id: '8' },
];

describe('events out of a stream', () => {
  it('come in order, without the signs of life', () => {
    expect(read(TEXT)).toEqual(EVENTS);
  });
  it('are the same however the text is cut', () => {
    for (let at = 1; at < TEXT.length; at++) expect(read(TEXT.slice(0, at), TEXT.slice(at))).toEqual(EVENTS);
    expect(read(...TEXT)).toEqual(EVENTS);
    expect(read(...TEXT.replaceAll('\n', '\r\n'))).toEqual(EVENTS);
  });
  it('are whole or not at all', () => {
    expect(read('event: task\ndata: 1\n')).toEqual([]);
    expect(read('event: task\n\ndata: 1\n\n')).toEqual([{ event: 'message', data: '1', id: null }]);
  });
  it('have data of several lines, and fields without a value or a blank', () => {
    expect(read('data:a\ndata\ndata:  b\n\n')).toEqual([{ event: 'message', data: 'a\n\n b', id: null }]);
  });
});
