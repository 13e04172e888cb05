/** The memory of a ring that one side writes and the other reads. Positions count all bytes ever written; they never wrap. */
export interface RingMemory {
  /** A power of two. */
  readonly bytes: number;
  /** How far it is written; whatever lies before is there to be read. */
  head(): number;
  /** Copies what lies at this offset of the ring; never beyond its end. */
  copy(offset: number, target: Uint8Array, bytes: number): void;
  /** Leaves everything before this position to the writer; it has been read. */
  release(position: number): void;
}

/** What one reading found: the beginning of its reader's scratch memory, valid until the next. */
export interface Reading {
  readonly data: Uint8Array;
  readonly bytes: number;
}

/** Takes out of a ring what is new, in one piece even where it goes around the ring's end. */
export class RingReader {
  readonly #memory: RingMemory;
  readonly #scratch: Uint8Array;
  #tail = 0;

  /** `scratch` is at least as long as the ring; rings that are read one after the other can share it. */
  constructor(memory: RingMemory, scratch: Uint8Array) {
    this.#memory = memory;
    this.#scratch = scratch;
  }

  /** Copies what was written since the last time, and gives the place back. */
  read(): Reading {
    const head = this.#memory.head();
    const bytes = head - this.#tail;
    if (bytes === 0) return { data: this.#scratch, bytes };
    const offset = this.#tail % this.#memory.bytes;
    const toTheEnd = Math.min(bytes, this.#memory.bytes - offset);
    this.#memory.copy(offset, this.#scratch, toTheEnd);
    if (bytes > toTheEnd) this.#memory.copy(0, this.#scratch.subarray(toTheEnd), bytes - toTheEnd);
    this.#tail = head;
    this.#memory.release(head);
    return { data: this.#scratch, bytes };
  }
}
