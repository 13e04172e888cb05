import { describe, expect, it } from 'vitest';
import { parseHostMessage } from '../../../src/renderer/connection/host-message.ts';
import type { HostToWindow } from '../../../src/shared/host-link.ts';

const messages: readonly HostToWindow[] = [
  { type: 'engine', state: { type: 'starting' } },
  { type: 'engine', state: { type: 'running' } },
  { type: 'engine', state: { type: 'ended', reason: 'The engine was ended by SIGKILL.' } },
  { type: 'file-chosen', request: 3, path: '/home/me/primes.ts' },
  { type: 'file-chosen', request: 4, path: null },
  { type: 'command', command: 'open-task' },
];

describe('parseHostMessage', () => {
  it.each(messages)('reads %j', (message) => {
    expect(parseHostMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    'null',
    '7',
    '{"type":"news"}',
    '{"type":"engine"}',
    '{"type":"command","command":"format-disk"}',
  ])('leaves %s to a newer window', (text) => {
    expect(parseHostMessage(text)).toBeNull();
  });
});
