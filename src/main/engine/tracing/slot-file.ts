import {
  headerOffsets,
  slotBytes,
  slotKinds,
  slotOffsets,
  traceFormatVersion,
  tracedLanguages,
} from '../../../shared/trace-format.ts';
import type { TracedLanguage } from '../../../shared/trace-format.ts';
import { withFile, type ReadAt } from './growing-file.ts';
import { Slots, type ClockOrigin } from './slots.ts';

/** Records of a block; the unit in which a file is read. */
const blockSlots = 512;
const blockBytes = blockSlots * slotBytes;

/** Unchanged blocks that a look visits: first in a row from where tasks last settled, then from all others in turn. */
const mostUnchangedInFront = 32;
const mostUnchangedInTurn = 32;

/** What a file's header says. */
export interface TraceHeader {
  readonly language: TracedLanguage;
  readonly pid: number;
  readonly ppid: number;
  /** Of the thread that the file is of; null: all of the process. */
  readonly tid: number | null;
  readonly startNs: number;
  /** NaN: it did not end in an orderly way, or runs. */
  readonly endNs: number;
  readonly dropped: number;
  /** The number of its `program` string. */
  readonly program: number;
}

/** Where blocks are read to; one serves all files in turn. */
export class SlotBlock {
  readonly slots: Slots;
  readonly bytes: Uint8Array;

  constructor() {
    const bytes = new ArrayBuffer(blockBytes);
    this.slots = new Slots(bytes);
    this.bytes = new Uint8Array(bytes);
  }
}

/** Told of a record that has not settled as far as is known. Gives whether it has now: then it is not shown again. */
export type SlotVisitor = (slots: Slots, index: number, number: number) => boolean;

/**
 * The `.slots` file of one process or thread while it grows. A look reads what was added, and of the older blocks those in which something
 * has not settled: a block is never read again once all of it has. One bit is kept for each record.
 */
export class SlotFile {
  readonly #path: string;
  readonly #origin: ClockOrigin;
  readonly #block: SlotBlock;
  #header: TraceHeader | null = null;
  #isForeign = false;
  #isOver = false;
  #settled = new Uint8Array(0);
  /** Blocks that were reached and in which records are missing or have not settled, in order. */
  #open: readonly number[] = [];
  /** Blocks that were reached. */
  #reached = 0;
  /** The block in which a record settled last, and the one whose turn it is. */
  #front = 0;
  #turn = 0;

  constructor(path: string, origin: ClockOrigin, block: SlotBlock) {
    this.#path = path;
    this.#origin = origin;
    this.#block = block;
  }

  /** Null before it is written, and of a file that is no trace. */
  get header(): TraceHeader | null {
    return this.#header;
  }

  /** Nothing more can come of it: it is none of ours, or it has ended and all of it has settled. */
  get isOver(): boolean {
    return this.#isForeign || this.#isOver;
  }

  /**
   * Shows `visit` the records that are there and have not settled, but for some of those that were there before: so a queue of a million
   * tasks costs no more than a short one. Their turn comes. So does that of those for which there is no room any more.
   */
  look(visit: SlotVisitor, hasRoom: () => boolean): void {
    if (this.isOver) return;
    withFile(this.#path, (read) => {
      if (!this.#readHeader(read)) return;
      const look: Look = { read, visit, hasRoom, seen: new Map() };
      // The oldest first: rows come in about the order in which tasks settled.
      this.#walk(look, this.#front, mostUnchangedInFront);
      this.#turn = this.#walk(look, this.#turn, mostUnchangedInTurn);
      const isAll = this.#reachNew(look, Infinity);
      this.#close(look, isAll);
    });
  }

  /** Shows all of them, block by block: whoever writes them down can wait in between until that is done. */
  *lookAtAll(visit: SlotVisitor): Iterable<void> {
    if (this.isOver) return;
    const seen: Look['seen'] = new Map();
    const within = (part: (look: Look) => void): void =>
      withFile(this.#path, (read) => {
        if (this.#readHeader(read)) part({ read, visit, seen, hasRoom: () => true });
      });
    for (const block of this.#open) {
      within((look) => this.#visitBlock(look, block));
      yield;
    }
    for (let reached = -1; reached !== this.#reached;) {
      reached = this.#reached;
      within((look) => this.#reachNew(look, 1));
      yield;
    }
    within((look) => this.#close(look, true));
  }

  /** Reads records from one on into `bytes`, whatever they are; gives how many there were. */
  readRecords(bytes: Uint8Array, first: number): number {
    let got = 0;
    withFile(this.#path, (read) => {
      got = read(bytes, first * slotBytes);
    });
    return Math.floor(got / slotBytes);
  }

  /** Gives whether it is there, and of ours. */
  #readHeader(read: ReadAt): boolean {
    const { bytes, slots } = this.#block;
    const got = read(bytes.subarray(0, slotBytes), 0);
    if (got < slotBytes || slots.byte(0, headerOffsets.kind) === 0) return false;
    this.#header = headerOf(slots, this.#origin);
    this.#isForeign = this.#header === null;
    return !this.#isForeign;
  }

  /**
   * The last block that was reached, which is still being filled, and so many behind it, up to one without any record. Gives whether it came
   * to that.
   */
  #reachNew(look: Look, most: number): boolean {
    const open = [...this.#open];
    const newest = this.#reached - 1;
    if (newest >= 0 && !look.seen.has(newest)) this.#visitBlock(look, newest);
    let isAll = false;
    for (let count = 0; count < most && !isAll && look.hasRoom(); count += 1) {
      isAll = !this.#visitBlock(look, this.#reached).isBegun;
      if (isAll) continue;
      open.push(this.#reached);
      this.#reached += 1;
    }
    this.#open = open;
    return isAll;
  }

  /** Visits open blocks from one on, and from the first on again, until so many in a row were unchanged. Gives the block it came to. */
  #walk(look: Look, from: number, patience: number): number {
    const count = this.#open.length;
    const begin = this.#open.findIndex((block) => block >= from);
    let unchanged = 0;
    let at = Math.max(0, begin);
    for (let step = 0; step < count && unchanged < patience && look.hasRoom(); step += 1, at += 1) {
      const block = this.#open[at % count] ?? 0;
      if (look.seen.has(block)) continue;
      const { isChanged } = this.#visitBlock(look, block);
      if (isChanged) this.#front = block;
      unchanged = isChanged ? 0 : unchanged + 1;
    }
    return this.#open[at % count] ?? 0;
  }

  /** Forgets the blocks in which all has settled. `isAll`: there is no block that was not reached. */
  #close({ seen }: Look, isAll: boolean): void {
    this.#open = this.#open.filter((block) => seen.get(block)?.isFull !== true);
    const hasEnded = this.#header !== null && !Number.isNaN(this.#header.endNs);
    this.#isOver = isAll && hasEnded && this.#open.every((block) => seen.get(block)?.hasUnsettled === false);
  }

  #visitBlock({ read, visit, seen }: Look, block: number): BlockState {
    const { bytes, slots } = this.#block;
    const first = block * blockSlots;
    const records = Math.floor(read(bytes, block * blockBytes) / slotBytes);
    let settled = 0;
    let unsettled = 0;
    let isChanged = false;
    for (let index = 0; index < records; index += 1) {
      const number = first + index;
      if (this.#isSettled(number)) settled += 1;
      else if (slots.byte(index, slotOffsets.kind) === 0) continue;
      else if (number === 0 || visit(slots, index, number)) {
        this.#settle(number);
        settled += 1;
        isChanged = true;
      } else unsettled += 1;
    }
    const state: BlockState = {
      isBegun: settled + unsettled > 0,
      isFull: settled === blockSlots,
      hasUnsettled: unsettled > 0,
      isChanged,
    };
    seen.set(block, state);
    return state;
  }

  #isSettled(number: number): boolean {
    return ((this.#settled[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }

  #settle(number: number): void {
    const at = number >> 3;
    if (at >= this.#settled.length) {
      const larger = new Uint8Array(Math.max(blockSlots / 8, at + 1, this.#settled.length * 2));
      larger.set(this.#settled);
      this.#settled = larger;
    }
    this.#settled[at] = (this.#settled[at] ?? 0) | (1 << (number & 7));
  }
}

/** One look at a file, and what it saw of each block. */
interface Look {
  readonly read: ReadAt;
  readonly visit: SlotVisitor;
  readonly hasRoom: () => boolean;
  readonly seen: Map<number, BlockState>;
}

interface BlockState {
  /** Some record is there. */
  readonly isBegun: boolean;
  /** All records are there, and have settled. */
  readonly isFull: boolean;
  readonly hasUnsettled: boolean;
  /** Some settled just now. */
  readonly isChanged: boolean;
}

/** Null: of another version, or no trace at all. */
function headerOf(slots: Slots, origin: ClockOrigin): TraceHeader | null {
  const language = tracedLanguages[slots.byte(0, headerOffsets.language)];
  const isOurs =
    slots.byte(0, headerOffsets.kind) === slotKinds.header &&
    slots.byte(0, headerOffsets.version) === traceFormatVersion;
  if (!isOurs || language === undefined) return null;
  return {
    language,
    pid: slots.word(0, headerOffsets.pid),
    ppid: slots.word(0, headerOffsets.ppid),
    tid: slots.word(0, headerOffsets.tid) || null,
    startNs: slots.time(0, headerOffsets.start, origin),
    endNs: slots.time(0, headerOffsets.end, origin),
    dropped: slots.long(0, headerOffsets.dropped),
    program: slots.word(0, headerOffsets.program),
  };
}
