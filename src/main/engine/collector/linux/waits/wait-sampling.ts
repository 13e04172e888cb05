import { existsSync } from 'node:fs';
import { waitStateCode } from '../../../../../shared/session.ts';
import type { StreamBatch, WaitState } from '../../../../../shared/session.ts';
import { type Nanoseconds, fromMilliseconds } from '../../../../../shared/units.ts';
import { type DescriptorAllowance, ProcFile, gone, listNumbers, unreadable } from '../proc-file.ts';
import { StartWatch } from '../process-tree.ts';
import { notOffered } from './capability.ts';
import type { AddressRange } from './interpreter-memory.ts';
import { LookPace } from './look-pace.ts';
import { PythonProcesses } from './python-processes.ts';
import { threadState } from './thread-state.ts';
import { UsualCost } from './usual-cost.ts';
import { WaitLine } from './wait-line.ts';

/** The measured tree, as another source finds it. It can be asked after the trial's end, too. */
export interface MeasuredTree {
  pids(): Iterable<number>;
  /** The number of a thread's row; null: not known yet. */
  rowOf(pid: number, tid: number): number | null;
}

/** What a session's writer is to it. */
export interface WaitsWriter {
  append(stream: 'waits', batch: StreamBatch<'waits'>): void;
}

/** How often processes are looked at anew, and, when something has been started, the threads of those that run Python. */
const processesEveryNs = fromMilliseconds(100);
const threadsEveryNs = fromMilliseconds(30);
/** What takes long is done the more seldom. */
const restsPerSearch = 300;
/** Who is found much later is hardly seen, on a busy machine, where all takes long. */
const longestRestNs = fromMilliseconds(500);
interface Watched {
  readonly pid: number;
  readonly tid: number;
  readonly file: ProcFile;
  readonly line: WaitLine;
  /** Null: not known yet. */
  row: number | null;
}

interface Sight {
  readonly thread: Watched;
  readonly timeNs: number;
  readonly state: WaitState;
}

/**
 * Looks at what the threads of Python programs wait for, about fifty times a second, by the system call that each is in: the GIL,
 * another lock, or anything else. As long as no process of the tree runs Python, nothing is looked at but the processes themselves.
 */
export class WaitSampling {
  readonly #allowance: DescriptorAllowance;
  readonly #now: () => Nanoseconds;
  readonly #starts: StartWatch;
  #processes: PythonProcesses;
  #tree: MeasuredTree | null = null;
  #pythons: ReadonlyMap<number, readonly AddressRange[]> = new Map();
  readonly #watched = new Map<number, Watched>();
  #pace = new LookPace();
  #searching = new UsualCost();
  #listing = new UsualCost();
  #timer: NodeJS.Timeout | null = null;
  #isUnderWay = false;
  /** Only ever lower, so that nobody is looked at on and off. */
  #mostThreads = Infinity;
  #sights: Sight[] = [];
  #processesAtNs = 0;
  #threadsAtNs = 0;
  #isCrowd = false;
  #warnings = new Set<string>();

  /** @param now the session's clock. */
  constructor(allowance: DescriptorAllowance, now: () => Nanoseconds) {
    this.#allowance = allowance;
    this.#now = now;
    this.#starts = new StartWatch(allowance);
    this.#processes = new PythonProcesses(allowance);
  }

  begin(tree: MeasuredTree): void {
    this.end();
    this.#tree = tree;
    this.#processes = new PythonProcesses(this.#allowance);
    this.#pace = new LookPace();
    this.#searching = new UsualCost();
    this.#listing = new UsualCost();
    this.#warnings = new Set();
    this.#isCrowd = false;
    this.#processesAtNs = 0;
    this.#mostThreads = this.#pace.affordableThreads;
    this.#isUnderWay = true;
    this.discover();
  }

  /** Looks for processes that run Python, if it is time to. */
  discover(): void {
    const nowNs = this.#now();
    if (!this.#isUnderWay || this.#tree === null || nowNs < this.#processesAtNs) return;
    const pythons = this.#processes.look(this.#tree.pids(), nowNs);
    // Threads of a process that is new here may be older than what is known to have been started.
    if ([...pythons.keys()].some((pid) => !this.#pythons.has(pid))) this.#threadsAtNs = -Infinity;
    this.#pythons = pythons;
    const usualNs = this.#searching.add(this.#now() - nowNs);
    this.#processesAtNs = nowNs + restNs(processesEveryNs, usualNs);
    if (pythons.size === 0 || this.#timer !== null) return;
    if (hasSystemCalls()) this.#look();
    else this.#warnings.add(noSystemCalls);
  }

  /** Stops looking; what was seen remains to be flushed. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isUnderWay = false;
    for (const thread of this.#watched.values()) this.#unwatch(thread);
    this.#processes.close();
    this.#pythons = new Map();
  }

  /** What is not known, and why: sentences for people. */
  get warnings(): readonly string[] {
    const crowd = this.#isCrowd ? [tooManyThreads(this.#mostThreads)] : [];
    return [...this.#processes.warnings, ...this.#warnings, ...crowd];
  }

  flush(writer: WaitsWriter): void {
    for (const { thread } of this.#sights) {
      thread.row ??= this.#tree?.rowOf(thread.pid, thread.tid) ?? null;
    }
    const rows = waitsBatch(this.#sights);
    if (rows.time.length > 0) writer.append('waits', rows);
    // The other source may have yet to hear of the rest.
    this.#sights = this.#isUnderWay ? this.#sights.filter(({ thread }) => thread.row === null) : [];
  }

  close(): void {
    this.end();
    this.#starts.close();
  }

  #look(): void {
    const nowNs = this.#now();
    if (nowNs >= this.#threadsAtNs) this.#findThreads(nowNs);
    const beganNs = this.#now();
    for (const thread of this.#watched.values()) this.#lookAt(thread, beganNs);
    this.#pace.looked(this.#watched.size, this.#now() - beganNs);
    this.#mostThreads = Math.min(this.#mostThreads, this.#pace.affordableThreads);
    for (const thread of [...this.#watched.values()].slice(this.#mostThreads)) {
      this.#isCrowd = true;
      this.#unwatch(thread);
    }
    const looked = this.#watched.size;
    const restMs = this.#pace.restNs(looked) / fromMilliseconds(1);
    this.#timer = this.#pythons.size > 0 ? setTimeout(() => this.#look(), restMs) : null;
  }

  #lookAt(thread: Watched, nowNs: Nanoseconds): void {
    const text = thread.file.read();
    const memory = this.#pythons.get(thread.pid);
    if (text === gone || memory === undefined) return this.#unwatch(thread);
    if (text === unreadable) {
      this.#processes.isHidden(thread.pid);
      return this.#unwatch(thread);
    }
    const state = threadState(text, memory);
    if (state !== null) thread.line.saw(state, nowNs);
  }

  #findThreads(nowNs: Nanoseconds): void {
    const isNewProcess = this.#threadsAtNs === -Infinity;
    this.#threadsAtNs = nowNs + threadsEveryNs;
    if (!this.#starts.somethingStarted() && !isNewProcess) return;
    for (const pid of this.#pythons.keys()) {
      const tids = listNumbers(`/proc/${pid}/task`);
      if (typeof tids === 'symbol') continue;
      for (const tid of tids) if (!this.#watched.has(tid)) this.#watch(pid, tid);
    }
    const usualNs = this.#listing.add(this.#now() - nowNs);
    this.#threadsAtNs = nowNs + restNs(threadsEveryNs, usualNs);
  }

  #watch(pid: number, tid: number): void {
    if (this.#watched.size >= this.#mostThreads) {
      this.#isCrowd = true;
      return;
    }
    const file = new ProcFile(`/proc/${pid}/task/${tid}/syscall`, this.#allowance);
    const line = new WaitLine((timeNs, state) => this.#sights.push({ thread, timeNs, state }));
    const thread: Watched = { pid, tid, file, line, row: null };
    this.#watched.set(tid, thread);
  }

  #unwatch(thread: Watched): void {
    thread.line.close();
    thread.file.close();
    this.#watched.delete(thread.tid);
  }
}

/** Those whose rows are known. */
function waitsBatch(sights: readonly Sight[]): StreamBatch<'waits'> {
  const known = sights.flatMap(({ thread: { row }, timeNs, state }) =>
    row === null ? [] : [{ row, timeNs, state }],
  );
  return {
    time: Float64Array.from(known, ({ timeNs }) => timeNs),
    thread: Uint32Array.from(known, ({ row }) => row),
    state: Uint8Array.from(known, ({ state }) => waitStateCode(state)),
  };
}

const restNs = (shortestNs: number, searchNs: number): number =>
  Math.max(shortestNs, Math.min(longestRestNs, searchNs * restsPerSearch));

const hasSystemCalls = (): boolean => existsSync('/proc/thread-self/syscall');
const noSystemCalls = `What the threads of Python programs waited for is not known. ${notOffered.reason} ${notOffered.remedy}`;
const tooManyThreads = (most: number): string =>
  `There were more threads of Python programs than can be watched without disturbing them: what ${most} of them waited for is known, of the others little or nothing.`;
