import { unknownTid, eventCodes } from '../../scheduling-events.ts';
import type { EventColumns } from './event-columns.ts';
import type { WakingFormat } from './tracefs.ts';

/** Types of records (perf_event_type), and the bits of `misc` that matter here. */
const recordType = { lost: 2, comm: 3, exit: 4, fork: 7, sample: 9, switch: 14, switchOnCore: 15 } as const;
const miscOut = 0x2000;
const miscPreempted = 0x4000;
const miscExec = 0x2000;

/** Set in a tracepoint's flags while an interrupt is served, hard or soft. */
const inInterrupt = 0x18;

const twoTo32 = 2 ** 32;
const bytesPerWord = 4;
/** A header and the sample id. */
const shortestRecord = 32;
const text = new TextDecoder();

/**
 * Makes events of the records of one core's ring. Records end with the sample id that attributes.ts asks for: pid, tid, time (two
 * words), core and a filler; samples carry it at their beginning. Numbers are read in this machine's byte order: the kernel wrote
 * them here.
 *
 * Left out is what tells nobody anything: when idle threads come and go (the thread before or after them says so), and wake-ups of
 * the very thread that is on this core, which is not blocked then.
 */
export class RecordDecoder {
  readonly #originLow: number;
  readonly #originHigh: number;
  /** Words of the fields of a wake-up, counted from the record's beginning; all 0 when no wake-ups are recorded. */
  readonly #wokenAt: number;
  readonly #lastCoreAt: number;
  readonly #flagsAt: number;
  readonly #flagsShift: number;
  /** What distinguishes the previous record; see `#isRepeated`. */
  #previousMark = 0;
  #previousTid = 0;
  #previousName = '';
  /** The thread that is on this core, as far as records tell: only those of all threads do. */
  #current = unknownTid;
  #lost = 0;

  constructor(originNs: bigint, waking: WakingFormat | null) {
    this.#originLow = Number(originNs & 0xffff_ffffn);
    this.#originHigh = Number(originNs >> 32n);
    this.#wokenAt = wordOf(waking?.tidOffset);
    this.#lastCoreAt = wordOf(waking?.coreOffset);
    this.#flagsAt = wordOf(waking?.flagsOffset);
    this.#flagsShift = 8 * ((waking?.flagsOffset ?? 0) % bytesPerWord);
  }

  /** How many records the ring has said were lost. */
  get lost(): number {
    return this.#lost;
  }

  /**
   * Appends the events of the first `bytes` of `data`, which begin and end with whole records. The rows of `into` stay in order of time.
   */
  decode(data: Uint8Array, bytes: number, into: EventColumns): void {
    const words = new Uint32Array(data.buffer, data.byteOffset, Math.floor(bytes / bytesPerWord));
    into.reserve(Math.ceil(bytes / shortestRecord));
    let latest = into.time[into.length - 1] ?? Number.NEGATIVE_INFINITY;
    for (let at = 0; at + 1 < words.length;) {
      const length = (words[at + 1] ?? 0) >>> 18;
      if (length < 2) return;
      const row = into.length;
      this.#decodeRecord(words, at, length, into);
      if (into.length > row) {
        const time = into.time[row] ?? 0;
        // An interrupt between taking the time and taking the place in the ring puts its own record in front.
        if (time < latest) into.settleLast();
        else latest = time;
      }
      at += length;
    }
  }

  #decodeRecord(words: Uint32Array, at: number, length: number, into: EventColumns): void {
    const type = words[at] ?? 0;
    const misc = (words[at + 1] ?? 0) & 0xffff;
    if (type === recordType.switchOnCore) {
      return this.#switch(words, at + length, misc, words[at + 3] ?? 0, true, into);
    }
    if (type === recordType.switch) return this.#switch(words, at + length, misc, unknownTid, false, into);
    if (type === recordType.sample) return this.#waken(words, at, into);
    this.#decodeLife(words, at, length, into);
  }

  /** `end`: behind the record. `other`: the thread after it or before it, where the record tells; `unknownTid` when that one has ended. */
  #switch(
    words: Uint32Array,
    end: number,
    misc: number,
    other: number,
    ofCore: boolean,
    into: EventColumns,
  ): void {
    const tid = words[end - 5] ?? 0;
    const mark = markOf(recordType.switch, misc);
    if (tid === this.#previousTid && mark === this.#previousMark && this.#previousName === '') return;
    this.#previousTid = tid;
    this.#previousMark = mark;
    this.#previousName = '';
    const isComing = (misc & miscOut) === 0;
    const before = this.#current;
    if (isComing && ofCore) this.#current = tid;
    // One that has ended has no number any more: its end has been told, and closed what it did here.
    if (tid === unknownTid || tid === 0) return;
    const pid = words[end - 6] ?? 0;
    const core = words[end - 2] ?? 0;
    const time = this.#time(words, end - 4);
    if (isComing) into.push(eventCodes.in, time, core, tid, pid, other === unknownTid ? before : other, 0);
    else
      into.push(
        (misc & miscPreempted) === 0 ? eventCodes.blocked : eventCodes.preempted,
        time,
        core,
        tid,
        pid,
        other,
        0,
      );
  }

  /** A sample begins with pid, tid, time and core; the tracepoint's own fields follow behind their length. */
  #waken(words: Uint32Array, at: number, into: EventColumns): void {
    if (this.#wokenAt === 0) return;
    const woken = words[at + this.#wokenAt] ?? 0;
    if (woken === this.#current) return;
    const core = words[at + this.#lastCoreAt] ?? 0;
    const byInterrupt = (((words[at + this.#flagsAt] ?? 0) >>> this.#flagsShift) & inInterrupt) !== 0;
    const waker = byInterrupt ? unknownTid : (words[at + 3] ?? 0);
    into.push(eventCodes.woken, this.#time(words, at + 4), core, woken, 0, waker, 0);
  }

  /** Beginnings, ends, names and losses. */
  #decodeLife(words: Uint32Array, at: number, length: number, into: EventColumns): void {
    const type = words[at] ?? 0;
    const misc = (words[at + 1] ?? 0) & 0xffff;
    const end = at + length;
    const time = this.#time(words, end - 4);
    const core = words[end - 2] ?? 0;
    const pid = words[at + 2] ?? 0;
    if (type === recordType.comm) {
      const name = textAt(words, at + 4, end - 6);
      const tid = words[at + 3] ?? 0;
      if (this.#isRepeated(type, misc, tid, name)) return;
      const kind = (misc & miscExec) === 0 ? eventCodes.named : eventCodes.executed;
      into.names.set(into.push(kind, time, core, tid, pid, 0, 0), name);
    } else if (type === recordType.fork || type === recordType.exit) {
      const tid = words[at + 4] ?? 0;
      if (this.#isRepeated(type, misc, tid, '')) return;
      if (type === recordType.exit) into.push(eventCodes.exited, time, core, tid, pid, 0, 0);
      else into.push(eventCodes.forked, time, core, tid, pid, words[at + 5] ?? 0, words[at + 3] ?? 0);
    } else if (type === recordType.lost) {
      const count = this.#long(words, at + 4);
      this.#forget();
      this.#lost += count;
      into.push(eventCodes.lost, time, core, 0, 0, Math.min(count, 0xffff_ffff), 0);
    }
  }

  /**
   * A thread that was followed by two events, because it was started while the one of its parent was being opened, is recorded by
   * both, one right after the other. No thread does the same thing twice with nothing between.
   */
  #isRepeated(type: number, misc: number, tid: number, name: string): boolean {
    const mark = markOf(type, misc);
    const repeated = this.#previousTid === tid && this.#previousMark === mark && this.#previousName === name;
    this.#previousMark = mark;
    this.#previousTid = tid;
    this.#previousName = name;
    return repeated;
  }

  #forget(): void {
    this.#previousMark = markOf(recordType.lost, 0);
    this.#current = unknownTid;
  }

  /** Subtracts by halves: since boot, nanoseconds may be more than a double can count one by one. */
  #time(words: Uint32Array, at: number): number {
    return ((words[at + 1] ?? 0) - this.#originHigh) * twoTo32 + ((words[at] ?? 0) - this.#originLow);
  }

  #long(words: Uint32Array, at: number): number {
    return (words[at + 1] ?? 0) * twoTo32 + (words[at] ?? 0);
  }
}

function textAt(words: Uint32Array, from: number, to: number): string {
  const bytes = new Uint8Array(
    words.buffer,
    words.byteOffset + from * bytesPerWord,
    (to - from) * bytesPerWord,
  );
  const end = bytes.indexOf(0);
  return text.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

const markOf = (type: number, misc: number): number => type * 0x1_0000 + misc;

/** Where a field of a tracepoint is in its record, in words: behind header, sample id and length. Fields are aligned. */
const wordOf = (offset: number | undefined): number =>
  offset === undefined ? 0 : 9 + Math.floor(offset / bytesPerWord);
