import { serialize } from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResultSizer, scalarBytes, serializedBytes } from '../../../src/workers/node/result-size.ts';

/** As text, which is read where it is used: on their way through arrays of doubles whole numbers become doubles. */
const whole = fc
  .oneof(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -(2 ** 30) + 1, max: 2 ** 30 - 1 }))
  .map(String);

/** Without whole numbers, of which nobody can tell how V8 holds them when they come out of a computation with doubles. */
const fractional = fc.double().filter((value) => !Number.isInteger(value) || Math.abs(value) > 2 ** 31);

describe('the size of a scalar', () => {
  it('is what the serializer makes of it', () => {
    const scalars = fc.oneof(fractional, fc.boolean(), fc.constantFrom(null, undefined, -0, NaN));
    fc.assert(
      fc.property(scalars, (value) => {
        expect(scalarBytes(value)).toBe(serialize(value).byteLength);
      }),
    );
    fc.assert(
      fc.property(whole, (text) => {
        expect(scalarBytes(JSON.parse(text))).toBe(serialize(JSON.parse(text)).byteLength);
      }),
    );
  });
});

describe('the size of any value', () => {
  it('is what the serializer makes of it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.object(), fc.uint8Array(), fc.array(fc.string())), (value) => {
        expect(scalarBytes(value)).toBeNull();
        expect(serializedBytes(value)).toBe(serialize(value).byteLength);
      }),
    );
  });

  it('is not known when it cannot be cloned', () => {
    expect(serializedBytes(() => 1)).toBeNaN();
    expect(serializedBytes({ nested: [Symbol('x')] })).toBeNaN();
  });
});

/** A clock on which every look costs 10 ns. */
function tickingClock(): () => number {
  let time = 0;
  return () => (time += 10);
}

describe('sizing results inside a measured thread', () => {
  it('sizes the first, and stops when it has used a hundredth of what the tasks used', () => {
    const sizer = new ResultSizer(tickingClock());
    const bytes = serialize('text').byteLength;
    expect(sizer.sizeOf('text', 100)).toBe(bytes);
    // 10 ns of sizing by now: allowed from 1000 ns of running on.
    expect(sizer.sizeOf('text', 100)).toBeNaN();
    expect(sizer.sizeOf('text', 800)).toBe(bytes);
    expect(sizer.sizeOf('text', 800)).toBeNaN();
  });

  it('always sizes scalars, which cost nothing', () => {
    const sizer = new ResultSizer(tickingClock());
    sizer.sizeOf('text', 1);
    expect(sizer.sizeOf('text', 1)).toBeNaN();
    expect(sizer.sizeOf(1.5, 1)).toBe(serialize(1.5).byteLength);
  });
});
