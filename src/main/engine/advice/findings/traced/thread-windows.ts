import type { SessionReader } from '../../../../../shared/session.ts';
import type { EvidenceScope } from '../evidence.ts';
import type { People } from '../people.ts';
import { type BucketGrid, gridOver, TimeBuckets } from '../time-buckets.ts';
import type { ThreadWork } from './traced-evidence.ts';

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

/** What some threads did within some stretches of time: asked for first, then read in one pass over the recording. */
export class ThreadWindows {
  readonly #scope: EvidenceScope;
  readonly #rows: ReadonlyMap<string, readonly number[]>;
  readonly #windows = new Map<number, Window[]>();
  readonly #grid: BucketGrid;

  constructor(scope: EvidenceScope, { threads }: People) {
    this.#scope = scope;
    this.#grid = gridOver(scope.from, scope.to, bucketsOfWindow, shortestBucketNs);
    this.#rows = rowsByThread(threads.values());
  }

  /** The rows of a thread; several, when its number was used again. */
  rowsOf(pid: number, tid: number): readonly number[] {
    return this.#rows.get(keyOf(pid, tid)) ?? [];
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

  read(session: SessionReader): void {
    if (this.#windows.size === 0) return;
    if (this.#scope.mode !== 'sampled' && session.count('slices') > 0) this.#readSlices(session);
    else this.#readSamples(session);
  }

  #readSlices(session: SessionReader): void {
    const { from, to } = this.#scope;
    const batches = session.columnBatches('slices', {
      from,
      to,
      columns: ['ready', 'start', 'end', 'thread'],
      anyOrder: true,
    });
    for (const { ready, start, end, thread } of batches) {
      for (let row = 0; row < start.length; row += 1) {
        const windows = this.#windows.get(thread[row] ?? 0);
        if (windows === undefined) continue;
        const began = start[row] ?? 0;
        for (const window of windows) {
          window.ran(began, end[row] ?? 0, 1);
          window.waited(ready[row] ?? Number.NaN, began, 1);
        }
      }
    }
  }

  /** What a thread did between two samples is spread evenly over the time between them. */
  #readSamples(session: SessionReader): void {
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
        const windows = this.#windows.get(number);
        if (windows === undefined) continue;
        const sample = { time: time[row] ?? 0, onCpuNs: onCpu[row] ?? 0, runDelayNs: runDelay[row] ?? 0 };
        const last = before.get(number);
        before.set(number, sample);
        const span = sample.time - (last?.time ?? sample.time);
        if (last === undefined || span <= 0) continue;
        for (const window of windows) {
          window.ran(last.time, sample.time, gain(last.onCpuNs, sample.onCpuNs) / span);
          window.waited(last.time, sample.time, gain(last.runDelayNs, sample.runDelayNs) / span);
        }
      }
    }
  }
}

/** Counters that the kernel does not tell gain nothing. */
const gain = (before: number, now: number): number => (now > before ? now - before : 0);

const keyOf = (pid: number, tid: number): string => `${pid} ${tid}`;

function rowsByThread(
  threads: Iterable<{ readonly pid: number; readonly tid: number; readonly thread: number }>,
): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>();
  for (const { pid, tid, thread } of threads) {
    const key = keyOf(pid, tid);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [thread]);
    else known.push(thread);
  }
  return rows;
}
