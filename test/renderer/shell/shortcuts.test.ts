import { describe, expect, it } from 'vitest';
import { readKey, type KeyPress } from '../../../src/renderer/shell/shortcuts.ts';

const key = (name: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const openTask = { type: 'command', command: 'open-task' };

describe('readKey', () => {
  it('hears Ctrl and ⌘ alike', () => {
    expect(readKey(key('o', { ctrlKey: true }), null, true)).toEqual(openTask);
    expect(readKey(key('o', { metaKey: true }), null, true)).toEqual(openTask);
    expect(readKey(key('o', { metaKey: true, altKey: true }), null, true)).toBeNull();
  });

  it('waits for the second key of a sequence', () => {
    expect(readKey(key('g'), null, true)).toEqual({ type: 'then', first: 'G' });
    expect(readKey(key('s'), 'G', true)).toEqual({ type: 'command', command: 'sessions' });
  });

  it('begins again when the second key belongs to no sequence', () => {
    expect(readKey(key('x'), 'G', true)).toBeNull();
    expect(readKey(key('?'), 'G', true)).toEqual({ type: 'help' });
    expect(readKey(key('g'), 'G', true)).toEqual({ type: 'then', first: 'G' });
  });

  it('hears no characters alone when they are switched off', () => {
    expect(readKey(key('?'), null, false)).toBeNull();
    expect(readKey(key('g'), null, false)).toBeNull();
    expect(readKey(key('o', { ctrlKey: true }), null, false)).toEqual(openTask);
  });
});
