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
  readonly #cores: ReadonlyMap<number, CoreEvidence>;

  constructor({ from, to, cores }: EvidenceScope) {
    this.#grid = gridOver(from, to, bucketsOfScope, shortestBucketNs);
    this.running = new TimeBuckets(this.#grid);
    this.waiting = new TimeBuckets(this.#grid);
    this.#cores = new Map(
      cores.map((core) => [
        core,
        { core, queued: new TimeBuckets(this.#grid), idle: new TimeBuckets(this.#grid) },
      ]),
    );
  }

  /** Nobody's thread was on a core, for a share of the time. A core of which nothing is told is not idle. */
  idled(core: number, start: number, end: number, share = 1): void {
    this.#cores.get(core)?.idle.add(start, end, share);
  }

  /** A thread of the workload waited for the core that it then got. */
  queued(core: number, since: number, until: number, threads = 1): void {
    this.#cores.get(core)?.queued.add(since, until, threads);
  }

  get cores(): readonly CoreEvidence[] {
    return [...this.#cores.values()];
  }
}
