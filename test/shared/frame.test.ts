import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameSplitter } from '../../src/shared/frame.ts';

const arrays = fc.oneof(
  fc.float64Array({ noNaN: false }),
  fc.float32Array(),
  fc.uint32Array(),
  fc.uint16Array(),
  fc.uint8Array(),
);
const messages = fc.record({
  type: fc.string({ unit: 'binary' }),
  plain: fc.jsonValue(),
  columns: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), arrays),
});

/** JSON knows no -0. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a frame', () => {
  it('brings every message back, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(messages, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (sent, sizes) => {
          const stream = Buffer.concat(sent.map((message) => encodeFrame(message)));
          const splitter = new FrameSplitter<(typeof sent)[number]>();
          const received: (typeof sent)[number][] = [];
          for (let at = 0, piece = 0; at < stream.length; piece += 1) {
            const size = sizes[piece % sizes.length] ?? 1;
            // A copy at an odd offset of a larger buffer: what sockets hand out.
            const shifted = Buffer.alloc(size + 1);
            const length = stream.copy(shifted, 1, at, at + size);
            received.push(...splitter.push(shifted.subarray(1, 1 + length)));
            at += length;
          }
          expect(received).toEqual(sent.map((message) => ({ ...message, plain: asJson(message.plain) })));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('brings all that arrive in one piece', () => {
    const splitter = new FrameSplitter<{ n: number }>();
    const stream = Buffer.concat([1, 2, 3].map((n) => encodeFrame({ n })));
    expect(splitter.push(stream)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(splitter.push(encodeFrame({ n: 4 }))).toEqual([{ n: 4 }]);
  });

  it('takes a part of a larger array, and gives back one that owns its memory', () => {
    const column = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const [message] = new FrameSplitter<{ column: Float64Array }>().push(encodeFrame({ column }));
    expect(message?.column).toEqual(new Float64Array([2, 3]));
    expect(message?.column.buffer.byteLength).toBe(16);
  });
});
