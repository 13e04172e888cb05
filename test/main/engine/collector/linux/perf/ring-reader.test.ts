import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type RingMemory,
  RingReader,
} from '../../../../../../src/main/engine/collector/linux/perf/ring-reader.ts';

/** A ring whose writer refuses to overwrite what was not read, as the kernel does. */
class WrittenRing implements RingMemory {
  readonly bytes: number;
  readonly #data: Uint8Array;
  #head = 0;
  #tail = 0;

  constructor(bytes: number) {
    this.bytes = bytes;
    this.#data = new Uint8Array(bytes);
  }

  get free(): number {
    return this.bytes - (this.#head - this.#tail);
  }

  write(bytes: readonly number[]): void {
    for (const byte of bytes) this.#data[this.#head++ % this.bytes] = byte;
  }

  head(): number {
    return this.#head;
  }

  copy(offset: number, target: Uint8Array, bytes: number): void {
    if (offset + bytes > this.bytes) throw new Error('copied beyond the end of the ring');
    target.set(this.#data.subarray(offset, offset + bytes));
  }

  release(position: number): void {
    if (position < this.#tail || position > this.#head) throw new Error('released what was not written');
    this.#tail = position;
  }
}

it('gives every byte once and in order, however often the writer goes around', () => {
  const chunks = fc.array(
    fc.record({ bytes: fc.uint8Array({ minLength: 0, maxLength: 40 }), readsAfter: fc.boolean() }),
    { maxLength: 60 },
  );
  const sizes = fc.constantFrom(16, 32, 64);
  fc.assert(
    fc.property(sizes, chunks, (size, written) => {
      const ring = new WrittenRing(size);
      const reader = new RingReader(ring, new Uint8Array(size));
      const sent: number[] = [];
      const got: number[] = [];
      const read = (): void => {
        const { data, bytes } = reader.read();
        got.push(...data.subarray(0, bytes));
      };
      for (const { bytes, readsAfter } of written) {
        const fitting = [...bytes].slice(0, ring.free);
        ring.write(fitting);
        sent.push(...fitting);
        if (readsAfter) read();
      }
      read();
      expect(got).toEqual(sent);
      expect(ring.free).toBe(size);
    }),
  );
});
