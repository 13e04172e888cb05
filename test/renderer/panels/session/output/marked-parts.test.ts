import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markedParts } from '../../../../../src/renderer/panels/session/output/marked-parts.ts';

describe('marking a search in text', () => {
  it('cuts out every match, whatever its case', () => {
    expect(markedParts('Order 3: order lost', 'order')).toEqual(['', 'Order', ' 3: ', 'order', ' lost']);
  });

  it('takes signs of regular expressions literally', () => {
    expect(markedParts('a.c abc [x]', '.')).toEqual(['a', '.', 'c abc [x]']);
    expect(markedParts('a.c abc [x]', '[x]')).toEqual(['a.c abc ', '[x]', '']);
  });

  it('leaves text alone when nothing is looked for', () => {
    expect(markedParts('abc', '')).toEqual(['abc']);
  });

  it('loses nothing of the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 3 }), (text, search) => {
        expect(markedParts(text, search).join('')).toBe(text);
      }),
    );
  });
});
