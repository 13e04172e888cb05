import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/renderer/format/plain-text.ts';

describe('printed text', () => {
  it('loses its colours', () => {
    expect(plainText('\u001B[1;31mfailed\u001B[0m: order 3')).toBe('failed: order 3');
  });

  it('loses titles and cursor movements', () => {
    expect(plainText('\u001B]0;title\u0007a\u001B[2K\u001B[1Gb\u001B]8;;x\u001B\\c')).toBe('abc');
  });

  it('is otherwise as it was printed', () => {
    expect(plainText('<b>[31m]</b>\tä\n')).toBe('<b>[31m]</b>\tä\n');
  });
});
