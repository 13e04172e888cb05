import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextPage, utf8 } from '../../../../src/main/engine/export/text-page.ts';

function written(write: (page: TextPage) => void): string {
  const page = new TextPage();
  write(page);
  return Buffer.from(page.take()).toString();
}

describe('a page of text', () => {
  it('holds what was written to it, in order, however much that is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.double())), (items) => {
        const text = written((page) => {
          for (const item of items) {
            if (typeof item === 'number') page.number(item);
            else if (item.length % 2 === 0) page.text(item);
            else page.bytes(utf8(item));
          }
        });
        expect(text).toBe(items.map((item) => (Object.is(item, -0) ? '0' : String(item))).join(''));
      }),
    );
    const long = 'é'.repeat(3_000_000);
    expect(written((page) => page.text(long))).toBe(long);
  });

  it('begins anew after each take', () => {
    const page = new TextPage();
    page.text('one');
    page.take();
    page.text('two');
    expect(Buffer.from(page.take()).toString()).toBe('two');
  });

  it('has whole numbers of any size as JavaScript writes them', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.maxSafeInteger(), fc.integer({ min: 2 ** 31 - 3, max: 2 ** 31 + 3 })),
        (value) => {
          expect(written((page) => page.number(value))).toBe(String(value));
        },
      ),
    );
  });

  it('has times to the nanosecond', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nanoseconds) => {
        const sign = nanoseconds < 0 ? '-' : '';
        const digits = String(Math.abs(nanoseconds)).padStart(7, '0');
        const micro = digits.padStart(7, '0');
        expect(written((page) => page.milliseconds(nanoseconds))).toBe(
          `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`,
        );
        expect(written((page) => page.microseconds(nanoseconds))).toBe(
          `${sign}${Number(micro.slice(0, -3))}.${micro.slice(-3)}`,
        );
      }),
    );
  });

  it('has nothing for a time that is not known', () => {
    expect(written((page) => page.milliseconds(Number.NaN))).toBe('');
  });
});
