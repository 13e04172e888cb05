import { slotBytes } from '../../../shared/trace-format.ts';
import { Slots } from './slots.ts';

/** Reads records of a file from one on into `bytes`; gives how many there were. */
export type ReadRecords<F> = (file: F, bytes: Uint8Array, first: number) => number;

const blockRecords = 128;
/** 2 MB: workers of a pool end their tasks in about the order in which these were submitted, so each has its block. */
const mostBlocks = 128;

interface Block {
  readonly bytes: Uint8Array;
  readonly slots: Slots;
  records: number;
}

/** Records of many files that are read again one by one, about in order. */
export class RecordCache<F> {
  readonly #read: ReadRecords<F>;
  readonly #files: F[] = [];
  readonly #numbers = new Map<F, number>();
  /** Those used last come last. */
  readonly #blocks = new Map<number, Block>();

  constructor(read: ReadRecords<F>) {
    this.#read = read;
  }

  /** Blocks in memory. */
  get held(): number {
    return this.#blocks.size;
  }

  /** The number that a file is known by. */
  numberOf(file: F): number {
    const known = this.#numbers.get(file);
    if (known !== undefined) return known;
    this.#numbers.set(file, this.#files.length);
    return this.#files.push(file) - 1;
  }

  fileAt(number: number): F | null {
    return this.#files[number] ?? null;
  }

  /** A record was written: what was read before of those around it is old. */
  written(file: number, record: number): void {
    this.#blocks.delete(keyOf(file, record));
  }

  /** Null: it can no longer be read. What is given holds until the next one is asked for. */
  at(file: number, record: number): { readonly slots: Slots; readonly index: number } | null {
    const key = keyOf(file, record);
    const block = this.#blocks.get(key) ?? this.#readBlock(file, record);
    if (block === null) return null;
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    const index = record % blockRecords;
    return index < block.records ? { slots: block.slots, index } : null;
  }

  #readBlock(number: number, record: number): Block | null {
    const file = this.fileAt(number);
    if (file === null) return null;
    const block = this.#room();
    block.records = this.#read(file, block.bytes, record - (record % blockRecords));
    return block;
  }

  /** The block that was used longest ago, once there are enough of them. */
  #room(): Block {
    for (const [oldest, block] of this.#blocks) {
      if (this.#blocks.size < mostBlocks) break;
      this.#blocks.delete(oldest);
      return block;
    }
    const buffer = new ArrayBuffer(blockRecords * slotBytes);
    return { bytes: new Uint8Array(buffer), slots: new Slots(buffer), records: 0 };
  }
}

/** Files have at most 2^25 blocks, as records are numbered in 32 bits. */
const keyOf = (file: number, record: number): number => file * 2 ** 25 + Math.floor(record / blockRecords);
