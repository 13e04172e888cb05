import { describe, expect, it } from 'vitest';
import { formatElapsed } from '../../../src/renderer/format/elapsed.ts';
import { exitWords } from '../../../src/renderer/format/exit.ts';

describe('exitWords', () => {
  it('tells a code from a signal, and both from an end that nobody saw', () => {
    expect(exitWords({ code: 0, signal: null })).toMatchObject({ short: 'exit 0', tone: 'good' });
    expect(exitWords({ code: 3, signal: null })).toMatchObject({ short: 'exit 3', tone: 'bad' });
    expect(exitWords({ code: null, signal: 'SIGSEGV' })).toMatchObject({ short: 'SIGSEGV', tone: 'bad' });
    expect(exitWords({ code: null, signal: 'SIGUSR1' }).sentence).toBe('Ended by SIGUSR1');
    expect(exitWords({ code: null, signal: null })).toMatchObject({ short: '–', tone: 'neutral' });
  });
});

describe('formatElapsed', () => {
  it('counts whole seconds', () => {
    expect([0, 999_999_999, 12.9e9, 65e9].map(formatElapsed)).toEqual(['0 s', '0 s', '12 s', '1m 05s']);
  });
});
