import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import {
  headerOffsets,
  slotKinds,
  slotOffsets as offsets,
  spanKinds,
  taskStates,
  traceEndings,
  traceFormatVersion,
  tracedApis,
  tracedLanguages,
  type SpanKind,
  type TaskState,
  type TraceStrings,
  type TracedApi,
} from '../../../shared/trace-format.ts';
import { fieldOf } from './fields.ts';
import { files } from './files.ts';
import { later, quiet } from './guard.ts';
import { now } from './monotonic.ts';
import { append, OwnFile, writeAll } from './own-file.ts';
import { SlotPages } from './slot-pages.ts';
import { tellUntraced } from './untraced.ts';

const { readlinkSync } = files;

// Kept from the start, as tests of programs replace it.
const startTimer = setTimeout;
const shortestPauseNs = 1e6;
const longestWaitMs = 2;

const stateCodes = codesOf(taskStates);
const apiCodes = codesOf(tracedApis);

/** The index of each: a property of an object is found faster than an element of an array. */
function codesOf(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, code) => [name, code]));
}

/** Strings that are known by their keys, so that each is written once; beyond it, some are written again. */
const mostKnownStrings = 20_000;

/** A record of the trace. 0: none, as it had to be dropped; whatever is told of it goes nowhere. */
export type Slot = number;

/**
 * The trace of this thread: what `src/shared/trace-format.ts` describes. Whatever fails here (no room, no descriptor) ends the recording of
 * new records and counts them; the program must not notice.
 */
export class Trace {
  readonly folder: string;
  /** Of this thread, as the system names it; 0: not known. */
  readonly tid: number;
  /** What its files' names begin with. */
  readonly path: string;
  private readonly slots: SlotPages;
  private readonly strings: OwnFile;
  private readonly known = new Map<string, number>();
  private lines = 0;
  private dropped = 0;
  private isSaving = false;
  private savedAt = 0;
  private isEnding = false;
  private isMute = false;

  /** Throws when no files can be made there. */
  constructor(folder: string) {
    this.folder = folder;
    this.tid = nativeThreadId();
    const { slots, path } = firstFree(join(folder, `node-${process.pid}-`));
    this.slots = slots;
    this.path = path;
    this.strings = new OwnFile(path + traceEndings.strings, append);
    this.writeHeader();
  }

  private writeHeader(): void {
    const { slots } = this;
    const header = slots.add();
    slots.setByte(header, headerOffsets.language, tracedLanguages.indexOf('node'));
    slots.setByte(header, headerOffsets.version, traceFormatVersion);
    slots.setWord(header, headerOffsets.pid, process.pid);
    slots.setLong(header, headerOffsets.start, now());
    slots.setWord(header, headerOffsets.ppid, process.ppid);
    slots.setWord(header, headerOffsets.tid, this.tid);
    slots.setWord(header, headerOffsets.program, this.program());
    slots.setByte(header, headerOffsets.kind, slotKinds.header);
    slots.save();
  }

  private program(): number {
    const program: TraceStrings['program'] = {
      runtime: `Node.js ${process.version.slice(1)}`,
      executable: process.execPath,
      argv: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    };
    return this.write(program);
  }

  /** A new task, or what this thread saw of it (`run`), or a worker of a pool. */
  add(kind: 'task' | 'run' | 'worker', api: TracedApi, state: TaskState): Slot {
    const slot = this.reserve();
    if (slot === 0) return 0;
    this.slots.setByte(slot, offsets.kind, slotKinds[kind]);
    this.slots.setByte(slot, offsets.state, stateCodes[state] ?? 0);
    this.slots.setByte(slot, offsets.api, apiCodes[api] ?? 0);
    this.slots.setWord(slot, offsets.number, slot);
    return slot;
  }

  /** A named stretch or moment of this thread. */
  addSpan(kind: SpanKind, name: string, start: number, end: number): void {
    const slot = this.reserve();
    if (slot === 0) return;
    this.slots.setByte(slot, offsets.kind, slotKinds.span);
    this.slots.setByte(slot, offsets.api, spanKinds.indexOf(kind));
    this.slots.setWord(slot, offsets.number, slot);
    this.slots.setLong(slot, offsets.start, start);
    this.slots.setLong(slot, offsets.end, end);
    this.slots.setWord(slot, offsets.workerTid, this.tid);
    if (name !== '') this.slots.setWord(slot, offsets.name, this.string(name, name));
    this.saveSoon();
  }

  /** How the event loop fared: `busy` nanoseconds were spent outside its poll. */
  addLoop(start: number, end: number, busy: number, longest: number): void {
    const slot = this.reserve();
    if (slot === 0) return;
    this.slots.setByte(slot, offsets.kind, slotKinds.loop);
    this.slots.setWord(slot, offsets.number, slot);
    this.slots.setLong(slot, offsets.start, start);
    this.slots.setLong(slot, offsets.end, end);
    this.slots.setLong(slot, offsets.cpu, Math.max(0, Math.round(busy)));
    this.slots.setFloat(slot, offsets.longest, longest);
    this.slots.setWord(slot, offsets.workerTid, this.tid);
    this.saveSoon();
  }

  setTime(slot: Slot, field: 'submit' | 'start' | 'end' | 'result', ns: number): void {
    if (slot !== 0) this.slots.setLong(slot, offsets[field], ns);
  }

  setKey(slot: Slot, key: number): void {
    if (slot !== 0) this.slots.setLong(slot, offsets.key, key);
  }

  setWord(slot: Slot, field: WordField, value: number): void {
    if (slot !== 0) this.slots.setWord(slot, offsets[field], value);
  }

  /** A state is told after everything else about a task. */
  setState(slot: Slot, state: TaskState): void {
    if (slot !== 0) this.slots.setByte(slot, offsets.state, stateCodes[state] ?? 0);
  }

  setFlag(slot: Slot, flag: number): void {
    if (slot !== 0) this.slots.setByte(slot, offsets.flags, flag);
  }

  setError(slot: Slot, error: TraceStrings['error']): void {
    if (slot !== 0) this.setWord(slot, 'error', this.string(`!${error.type}!${error.message}`, error));
  }

  setPlace(slot: Slot, field: 'callable' | 'site', place: TraceStrings['place']): void {
    if (slot !== 0) this.setWord(slot, field, this.place(place));
  }

  /** The number of its string. */
  place(place: TraceStrings['place']): number {
    return this.string(`@${place.file}@${place.line}@${place.name}`, place);
  }

  setName(slot: Slot, name: string): void {
    if (slot !== 0) this.setWord(slot, 'name', this.string(name, name));
  }

  setPool(slot: Slot, pool: TraceStrings['pool']): void {
    if (slot !== 0) this.setWord(slot, 'pool', this.string(`#${pool.scope}#${pool.workers}`, pool));
  }

  /** The number of a string that goes by `key`, which stands for all that is in it. */
  string(key: string, value: TraceStrings[keyof TraceStrings]): number {
    const number = this.known.get(key);
    if (number !== undefined) return number;
    const written = this.write(value);
    if (this.known.size >= mostKnownStrings) this.known.clear();
    if (written !== 0) this.known.set(key, written);
    return written;
  }

  /** Makes sure that what was told is in the file: at once. `isChecked`: nothing of the program has run in this thread since the last time. */
  save(isChecked = false): void {
    this.slots.save(isChecked);
  }

  /**
   * The same, before the program's loop goes on; what is told until then is one write. Where that would be more often than once a millisecond,
   * with the next turn of the loop, and 2 ms later at most if that waits.
   */
  saveSoon(): void {
    if (this.isEnding) this.save();
    if (this.isSaving) return;
    this.isSaving = true;
    const saveNow = () => {
      this.isSaving = false;
      this.savedAt = now();
      this.slots.save();
    };
    if (now() - this.savedAt > shortestPauseNs) later(saveNow);
    else startTimer(quiet(saveNow), longestWaitMs).unref();
  }

  /** The loop has turned. */
  saveWaiting(): void {
    if (!this.slots.hasChanged) return;
    this.savedAt = now();
    this.slots.save();
  }

  /** Says that the thread ended in an orderly way. What comes after is saved at once. */
  finish(): void {
    this.isEnding = true;
    this.slots.setLong(0, headerOffsets.end, now());
    this.save();
  }

  private reserve(): Slot {
    const { refusal } = this.slots;
    if (refusal === null) return this.slots.add();
    // Where there is no room, what was there already can be counted in.
    if (this.dropped === 0 && fieldOf(refusal, 'code') !== 'ENOSPC') tellUntraced(this.folder, refusal);
    this.dropped += 1;
    this.slots.setLong(0, headerOffsets.dropped, this.dropped);
    return 0;
  }

  /** Unbuffered: what is said must be in the file when the process is killed. */
  private write(value: TraceStrings[keyof TraceStrings]): number {
    if (this.isMute) return 0;
    try {
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      writeAll(this.strings.own(), line, 0, line.length, null);
    } catch {
      // Half a line, or none: numbers that follow would be others'.
      this.isMute = true;
      return 0;
    }
    this.lines += 1;
    return this.lines;
  }
}

type WordField =
  | 'submitTid'
  | 'workerPid'
  | 'workerTid'
  | 'parent'
  | 'callable'
  | 'site'
  | 'name'
  | 'error'
  | 'pool'
  | 'items'
  | 'steps';

/** `/proc/thread-self` names the thread that asks, which a synchronous read is. */
function nativeThreadId(): number {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1)) || 0;
  } catch {
    return threadId === 0 ? process.pid : 0;
  }
}

/** Threads take their own number; a pid that came again, or a process that executed another program, takes the next round. */
function firstFree(prefix: string): { slots: SlotPages; path: string } {
  for (let number = threadId; ; number += 100_000) {
    const path = `${prefix}${number}`;
    try {
      return { slots: new SlotPages(path + traceEndings.slots), path };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
