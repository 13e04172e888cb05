import { describe, expect, it } from 'vitest';
import { parseWindowMessage, type WindowToHost } from '../../src/shared/host-link.ts';

const messages: readonly WindowToHost[] = [
  { type: 'restart-engine' },
  { type: 'choose-file', request: 3, dialog: { purpose: 'open-task' } },
  { type: 'choose-file', request: 5, dialog: { purpose: 'choose-program' } },
  { type: 'choose-file', request: 6, dialog: { purpose: 'open-program' } },
  { type: 'choose-file', request: 7, dialog: { purpose: 'choose-folder', from: '/home/me' } },
  { type: 'choose-file', request: 4, dialog: { purpose: 'save-export', suggested: '/home/me/x.json' } },
];

describe('what a window says to its host', () => {
  it.each(messages)('is understood: %j', (message) => {
    expect(parseWindowMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    'not JSON',
    '',
    'null',
    '[]',
    '7',
    '{}',
    '{"type":"end-host"}',
    '{"type":"choose-file"}',
    '{"type":"choose-file","request":"1","dialog":{"purpose":"open-task"}}',
    '{"type":"choose-file","request":1,"dialog":null}',
    '{"type":"choose-file","request":1,"dialog":{"purpose":"format-disk"}}',
    '{"type":"choose-file","request":1,"dialog":{"purpose":"save-export"}}',
    '{"type":"choose-file","request":1,"dialog":{"purpose":"save-export","suggested":7}}',
    '{"__proto__":{"type":"restart-engine"}}',
  ])('is nothing when it is %s', (text) => {
    expect(parseWindowMessage(text)).toBeNull();
  });

  it('brings nothing along that was not asked for', () => {
    const more = { type: 'choose-file', request: 1, dialog: { purpose: 'open-task', properties: ['x'] } };
    expect(parseWindowMessage(JSON.stringify(more))).toEqual({ ...more, dialog: { purpose: 'open-task' } });
  });
});
