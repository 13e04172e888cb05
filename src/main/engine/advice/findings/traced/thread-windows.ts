import type { SessionReader } from '../../../../../shared/session.ts';
import type { EvidenceScope } from '../evidence.ts';
import type { People } from '../people.ts';
import { StolenShares } from '../stolen-shares.ts';
import { type BucketGrid, gridOver, TimeBuckets } from '../time-buckets.ts';
import { threadKey } from './thread-key.ts';
import type { LoopWait, ThreadWork } from './traced-evidence.ts';

const bucketsOfWindow = 256;
const shortestBucketNs = 10e6;

class Window implements ThreadWork {
  onCpuNs = 0;
  runDelayNs = 0;
  readonly from: number;
  readonly to: number;
  readonly runnable: TimeBuckets;

  constructor(from: number, to: number, grid: BucketGrid) {
    this.from = from;
    this.to = to;
    this.runnable = new TimeBuckets(grid);
  }

  ran(start: number, end: number, share: number): void {
    this.onCpuNs += this.#inside(start, end, share);
  }

  waited(since: number, until: number, share: number): void {
    this.runDelayNs += this.#inside(since, until, share);
  }

  #inside(start: number, end: number, share: number): number {
    const first = Math.max(start, this.from);
    const last = Math.min(end, this.to);
    if (!(last > first)) return 0;
    this.runnable.add(first, last, share);
    return (last - first) * share;
  }
}

/** One of a thread's stretches that do not overlap. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  runDelayNs: number;
  stolenNs: number;
}

/** How a thread was on a core; `core` null: which one is not known. */
interface Ran {
  readonly stolen: StolenShares | null;
  readonly core: number | null;
  readonly share?: number;
}

/** What some threads did within some stretches of time: asked for first, then read in one pass over the recording. */
export class ThreadWindows {
  readonly #scope: EvidenceScope;
  readonly #rows: ReadonlyMap<number, readonly number[]>;
  readonly #windows = new Map<number, Window[]>();
  /** In order of time. */
  readonly #stretches = new Map<number, readonly Stretch[]>();
  readonly #grid: BucketGrid;

  constructor(scope: EvidenceScope, { threads }: People) {
    this.#scope = scope;
    this.#grid = gridOver(scope.from, scope.to, bucketsOfWindow, shortestBucketNs);
    this.#rows = rowsByThread(threads.values());
  }

  /** The rows of a thread; several, when its number was used again. */
  rowsOf(pid: number, tid: number): readonly number[] {
    return this.#rows.get(threadKey(pid, tid)) ?? [];
  }

  /** Sums that `read` fills in; null: nothing was recorded of these threads. */
  open(rows: Iterable<number>, from: number, to: number): ThreadWork | null {
    const threads = new Set(rows);
    if (threads.size === 0 || !(to > from)) return null;
    const window = new Window(from, to, this.#grid);
    for (const thread of threads) {
      const windows = this.#windows.get(thread);
      if (windows === undefined) this.#windows.set(thread, [window]);
      else windows.push(window);
    }
    return window;
  }

  /** What a thread waited for a core, and what its core was kept from running, in each of many stretches, which do not overlap; `read` fills it in. At most once for a thread. */
  openEach(
    rows: Iterable<number>,
    stretches: readonly { readonly from: number; readonly to: number }[],
  ): readonly LoopWait[] {
    const opened = stretches.map(({ from, to }) => ({ from, to, runDelayNs: 0, stolenNs: 0 }));
    const inOrder = opened.toSorted((a, b) => a.from - b.from);
    for (const thread of rows) this.#stretches.set(thread, inOrder);
    return opened;
  }

  read(session: SessionReader): void {
    if (this.#windows.size === 0 && this.#stretches.size === 0) return;
    const stolen = this.#stretches.size === 0 ? null : StolenShares.of(session, this.#scope);
    if (this.#scope.mode !== 'sampled' && session.count('slices') > 0) this.#readSlices(session, stolen);
    else this.#readSamples(session, stolen);
  }

  #readSlices(session: SessionReader, stolen: StolenShares | null): void {
    const { from, to } = this.#scope;
    const batches = session.columnBatches('slices', {
      from,
      to,
      columns: ['ready', 'start', 'end', 'thread', 'core'],
      anyOrder: true,
    });
    for (const { ready, start, end, thread, core } of batches) {
      for (let row = 0; row < start.length; row += 1) {
        const number = thread[row] ?? 0;
        const began = start[row] ?? 0;
        // Of most threads nothing was asked, and there may be millions of slices.
        if (this.#stretches.has(number)) {
          this.#waited(number, ready[row] ?? Number.NaN, began, 1);
          this.#ran(number, began, end[row] ?? 0, { stolen, core: core[row] ?? null });
        }
        const windows = this.#windows.get(number);
        if (windows === undefined) continue;
        for (const window of windows) {
          window.ran(began, end[row] ?? 0, 1);
          window.waited(ready[row] ?? Number.NaN, began, 1);
        }
      }
    }
  }

  #waited(thread: number, since: number, until: number, share: number): void {
    for (const { stretch, from, to } of this.#within(thread, since, until)) {
      stretch.runDelayNs += (to - from) * share;
    }
  }

  #ran(thread: number, start: number, end: number, { stolen, core, share = 1 }: Ran): void {
    if (stolen === null) return;
    for (const { stretch, from, to } of this.#within(thread, start, end)) {
      stretch.stolenNs += (to - from) * share * stolen.share(core, from, to);
    }
  }

  /** The parts of [start, end) that lie within stretches of the thread. */
  *#within(thread: number, start: number, end: number) {
    const stretches = this.#stretches.get(thread);
    if (stretches === undefined || !(end > start)) return;
    for (let at = firstEndingAfter(stretches, start); at < stretches.length; at += 1) {
      const stretch = stretches[at];
      if (stretch === undefined || stretch.from >= end) return;
      yield { stretch, from: Math.max(start, stretch.from), to: Math.min(end, stretch.to) };
    }
  }

  /** What a thread did between two samples is spread evenly over the time between them. */
  #readSamples(session: SessionReader, stolen: StolenShares | null): void {
    const { from, to } = this.#scope;
    const before = new Map<number, { time: number; onCpuNs: number; runDelayNs: number }>();
    const batches = session.columnBatches('threads', {
      from,
      to,
      columns: ['time', 'thread', 'on_cpu_ns', 'run_delay_ns'],
    });
    for (const { time, thread, on_cpu_ns: onCpu, run_delay_ns: runDelay } of batches) {
      for (let row = 0; row < time.length; row += 1) {
        const number = thread[row] ?? 0;
        const windows = this.#windows.get(number) ?? [];
        if (windows.length === 0 && !this.#stretches.has(number)) continue;
        const sample = { time: time[row] ?? 0, onCpuNs: onCpu[row] ?? 0, runDelayNs: runDelay[row] ?? 0 };
        const last = before.get(number);
        before.set(number, sample);
        const span = sample.time - (last?.time ?? sample.time);
        if (last === undefined || span <= 0) continue;
        const delayed = gain(last.runDelayNs, sample.runDelayNs) / span;
        this.#waited(number, last.time, sample.time, delayed);
        this.#ran(number, last.time, sample.time, { stolen, core: null, share: 1 - delayed });
        for (const window of windows) {
          window.ran(last.time, sample.time, gain(last.onCpuNs, sample.onCpuNs) / span);
          window.waited(last.time, sample.time, gain(last.runDelayNs, sample.runDelayNs) / span);
        }
      }
    }
  }
}

/** By halving: there may be a thousand. */
function firstEndingAfter(stretches: readonly Stretch[], time: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.to ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counters that the kernel does not tell gain nothing. */
const gain = (before: number, now: number): number => (now > before ? now - before : 0);

function rowsByThread(
  threads: Iterable<{ readonly pid: number; readonly tid: number; readonly thread: number }>,
): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (const { pid, tid, thread } of threads) {
    const key = threadKey(pid, tid);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [thread]);
    else known.push(thread);
  }
  return rows;
}
