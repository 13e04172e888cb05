import type { LoopLoad, LoopLoadQuery } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { threadKey } from '../scheduling/thread-names.ts';
import type { OpenedSession } from './opened-session.ts';

/** How busy and how late each event loop was, in buckets of a range. */
export function loopLoad(session: OpenedSession, { fromNs, toNs, width }: LoopLoadQuery): LoopLoad {
  const loops = new Map<string, LoopBuckets>();
  const bucketNs = (toNs - fromNs) / width;
  if (bucketNs > 0) {
    const range = { from: asNanoseconds(fromNs), to: asNanoseconds(toNs) };
    for (const batch of session.reader.batches('loops', range)) {
      for (let row = 0; row < batch.start.length; row += 1) {
        const pid = batch.pid[row] ?? 0;
        const tid = batch.tid[row] ?? 0;
        const key = threadKey(pid, tid);
        let loop = loops.get(key);
        if (loop === undefined) loops.set(key, (loop = new LoopBuckets(pid, tid, width)));
        loop.add({
          from: ((batch.start[row] ?? Number.NaN) - fromNs) / bucketNs,
          to: ((batch.end[row] ?? Number.NaN) - fromNs) / bucketNs,
          share:
            (batch.active_ns[row] ?? Number.NaN) /
            ((batch.end[row] ?? Number.NaN) - (batch.start[row] ?? Number.NaN)),
          delayNs: batch.longest_delay_ns[row] ?? Number.NaN,
        });
      }
    }
  }
  const ordered = [...loops.values()].toSorted((a, b) => a.pid - b.pid || a.tid - b.tid);
  const active = new Float32Array(ordered.length * width);
  const longestDelayNs = new Float64Array(ordered.length * width);
  for (const [at, loop] of ordered.entries()) {
    active.set(loop.shares(), at * width);
    longestDelayNs.set(loop.delays, at * width);
  }
  return { loops: ordered.map(({ pid, tid }) => session.threadOf(pid, tid)), active, longestDelayNs };
}

/** A reading of a loop; times in buckets. */
interface LoopReading {
  readonly from: number;
  readonly to: number;
  readonly share: number;
  readonly delayNs: number;
}

class LoopBuckets {
  readonly pid: number;
  readonly tid: number;
  readonly delays: Float64Array<ArrayBuffer>;
  readonly #active: Float64Array;
  readonly #known: Float64Array;

  constructor(pid: number, tid: number, width: number) {
    this.pid = pid;
    this.tid = tid;
    this.delays = new Float64Array(width).fill(Number.NaN);
    this.#active = new Float64Array(width);
    this.#known = new Float64Array(width);
  }

  add({ from, to, share, delayNs }: LoopReading): void {
    const width = this.delays.length;
    for (let at = Math.max(0, Math.floor(from)); at < Math.min(width, Math.ceil(to)); at += 1) {
      const overlap = Math.min(to, at + 1) - Math.max(from, at);
      if (!(overlap > 0)) continue;
      if (!Number.isNaN(share)) {
        this.#active[at] = (this.#active[at] ?? 0) + Math.min(1, share) * overlap;
        this.#known[at] = (this.#known[at] ?? 0) + overlap;
      }
      const before = this.delays[at] ?? Number.NaN;
      if (!(before >= delayNs)) this.delays[at] = Number.isNaN(delayNs) ? before : delayNs;
    }
  }

  shares(): Float32Array {
    return Float32Array.from(this.#active, (sum, at) => sum / (this.#known[at] ?? 0));
  }
}
