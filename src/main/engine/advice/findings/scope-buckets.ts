import type { CoreEvidence, EvidenceScope } from './evidence.ts';
import { type BucketGrid, gridOver, TimeBuckets } from './time-buckets.ts';

/** Enough to tell "at the same time" from "in turns", few enough for a trial of a machine with many cores. */
const bucketsOfScope = 256;
/** Below a few turns of the kernel's scheduler (3 to 4 ms each), who runs is chance. */
const shortestBucketNs = 10e6;

/** The buckets of time of one scope. */
export class ScopeBuckets {
  readonly running: TimeBuckets;
  readonly waiting: TimeBuckets;
  readonly #grid: BucketGrid;
  readonly #cores: ReadonlyMap<number, { readonly queued: TimeBuckets; readonly busy: TimeBuckets }>;

  constructor({ from, to, cores }: EvidenceScope) {
    this.#grid = gridOver(from, to, bucketsOfScope, shortestBucketNs);
    this.running = new TimeBuckets(this.#grid);
    this.waiting = new TimeBuckets(this.#grid);
    this.#cores = new Map(
      cores.map((core) => [core, { queued: new TimeBuckets(this.#grid), busy: new TimeBuckets(this.#grid) }]),
    );
  }

  /** Somebody's thread, of the workload or not, was on a core. */
  busy(core: number, start: number, end: number, share = 1): void {
    this.#cores.get(core)?.busy.add(start, end, share);
  }

  /** A thread of the workload waited for the core that it then got. */
  queued(core: number, since: number, until: number, threads = 1): void {
    this.#cores.get(core)?.queued.add(since, until, threads);
  }

  cores(scopeEnd: number): readonly CoreEvidence[] {
    return [...this.#cores].map(([core, { queued, busy }]) => {
      const idle = new TimeBuckets(this.#grid);
      idle.add(this.#grid.from, scopeEnd);
      for (const [index, sum] of busy.sums.entries()) {
        idle.sums[index] = Math.max(0, (idle.sums[index] ?? 0) - sum);
      }
      return { core, queued, idle };
    });
  }
}
