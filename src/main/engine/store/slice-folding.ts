import { bytesNeeded, encodeWords, writeWordPlanes } from './column-codec.ts';
import type { EncodedColumn } from './column-codec.ts';
import type { Column } from './columns.ts';

/** The memory in which slices are folded into bytes (slice-codec.ts), used again from chunk to chunk. */

const two32 = 2 ** 32;

/** Whole numbers from zero on, as 32 bits each; the few that need more are exceptions. What it gives holds until the next `reset`. */
export class FoldedNumbers {
  #words = new Uint32Array(0);
  #bytes = new Uint8Array(0);
  #rows = 0;
  /** All bits that occur. */
  #bits = 0;
  readonly #exceptions: number[] = [];
  readonly #large: number[] = [];

  reset(rows: number): void {
    if (rows > this.#words.length) {
      this.#words = new Uint32Array(rows);
      this.#bytes = new Uint8Array(rows * 4);
    }
    this.#rows = rows;
    this.#bits = 0;
    this.#exceptions.length = 0;
    this.#large.length = 0;
  }

  /** Rows are set once each. */
  set(row: number, value: number): void {
    if (value >= two32) return this.#except(row, value);
    this.#words[row] = value;
    this.#bits |= value;
  }

  /** The lowest bytes, those above them, and the rest. */
  parted(): readonly [EncodedColumn, EncodedColumn, EncodedColumn] {
    const rows = this.#rows;
    const planes = Math.max(2, this.#write());
    const part = (first: number, end: number): EncodedColumn =>
      plain(end - first, this.#bytes.subarray(first * rows, end * rows));
    if (this.#exceptions.length === 0) return [part(0, 1), part(1, 2), part(2, planes)];
    const rest = this.#words.subarray(0, rows).map((word) => word >>> 16);
    return [part(0, 1), part(1, 2), encodeWords(rest, this.#exceptions, this.#large)];
  }

  /** All in one. */
  whole(): EncodedColumn {
    const rows = this.#rows;
    if (this.#exceptions.length > 0) {
      return encodeWords(this.#words.subarray(0, rows), this.#exceptions, this.#large);
    }
    const planes = this.#write();
    return plain(planes, this.#bytes.subarray(0, planes * rows));
  }

  /** The planes one after the other, at least two of them. Gives how many are needed. */
  #write(): number {
    const planes = bytesNeeded(this.#bits >>> 0);
    writeWordPlanes(this.#words.subarray(0, this.#rows), 0, Math.max(2, planes), this.#bytes);
    return planes;
  }

  #except(row: number, value: number): void {
    this.#words[row] = 0;
    this.#exceptions.push(row);
    this.#large.push(value);
  }
}

const plain = (planes: number, bytes: Uint8Array<ArrayBuffer>): EncodedColumn => ({
  mode: 'plain',
  planes,
  exceptions: 0,
  bytes,
});

/** Rows of threads are small numbers; a table by them is quick up to here. */
const largestTabledThread = 0xffff;

/** What is remembered of each thread from row to row, by its slot: the thread's number as long as these are small. */
export class ThreadMemory {
  /** When it was pushed off its core; NaN: it was not. */
  pushedAt = new Float64Array(0);
  /** Who woke it the last time that somebody did; 0: nobody yet. */
  lastWaker = new Uint32Array(0);

  /** The slot of each row's thread. Nothing is remembered of any, from here on. */
  slotsOf(threads: Column): Column {
    let largest = 0;
    for (let row = 0; row < threads.length; row += 1) {
      const thread = threads[row] ?? 0;
      if (thread > largest) largest = thread;
    }
    const slots = largest <= largestTabledThread ? threads : numbered(threads);
    const needed = Math.min(largest + 1, Math.max(threads.length, largestTabledThread + 1));
    if (needed > this.pushedAt.length) {
      this.pushedAt = new Float64Array(needed);
      this.lastWaker = new Uint32Array(needed);
    }
    this.pushedAt.fill(Number.NaN, 0, needed);
    this.lastWaker.fill(0, 0, needed);
    return slots;
  }
}

/** Threads by the order in which they occur first. */
function numbered(threads: Column): Uint32Array<ArrayBuffer> {
  const slotOf = new Map<number, number>();
  const slots = new Uint32Array(threads.length);
  for (let row = 0; row < threads.length; row += 1) {
    const thread = threads[row] ?? 0;
    let slot = slotOf.get(thread);
    if (slot === undefined) {
      slot = slotOf.size;
      slotOf.set(thread, slot);
    }
    slots[row] = slot;
  }
  return slots;
}
