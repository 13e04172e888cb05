import { waitStateCode } from '../../../../../shared/session.ts';
import type { StreamBatch, ThreadRow } from '../../../../../shared/session.ts';
import { WaitIntervals } from '../../../scheduling/wait-shares.ts';
import type { EvidenceScope } from '../evidence.ts';
import { type BucketGrid, gridOver, type Stretch, stretchWhere, TimeBuckets } from '../time-buckets.ts';

const mostBuckets = 256;
/** Some looks at each thread. */
const shortestBucketNs = 100e6;
/** Of a bucket: two that compute are 2; of one that their work fills in part, most of it. */
const wantedFrom = 1.5;

/** When two threads or more of a Python process wanted to run: had the GIL or a core, or waited for one. */
export class ContentionTally {
  readonly #threads: ReadonlyMap<number, ThreadRow>;
  readonly #grid: BucketGrid;
  readonly #wanted = new Map<number, TimeBuckets>();
  readonly #intervals: WaitIntervals;

  constructor({ from, to }: EvidenceScope, threads: ReadonlyMap<number, ThreadRow>) {
    this.#threads = threads;
    this.#grid = gridOver(from, to, mostBuckets, shortestBucketNs);
    this.#intervals = new WaitIntervals((thread, state, fromNs, toNs) => {
      const pid = this.#threads.get(thread)?.pid;
      if (pid === undefined || (state !== running && state !== gil)) return;
      this.#bucketsOf(pid).add(fromNs, toNs);
    });
  }

  add(batch: StreamBatch<'waits'>): void {
    this.#intervals.add(batch);
  }

  /** By pid. */
  get contended(): ReadonlyMap<number, ContendedTime> {
    return new Map(
      [...this.#wanted].flatMap(([pid, wanted]) => {
        const stretch = stretchWhere(wanted, (index) => wanted.mean(index) >= wantedFrom);
        return stretch === null ? [] : [[pid, new ContendedTime(this.#grid, stretch)] as const];
      }),
    );
  }

  #bucketsOf(pid: number): TimeBuckets {
    const known = this.#wanted.get(pid);
    if (known !== undefined) return known;
    const wanted = new TimeBuckets(this.#grid);
    this.#wanted.set(pid, wanted);
    return wanted;
  }
}

/** The buckets of time in which that was so. */
export class ContendedTime {
  readonly stretch: Stretch;
  readonly #grid: BucketGrid;
  readonly #buckets: ReadonlySet<number>;

  constructor(grid: BucketGrid, stretch: Stretch) {
    this.stretch = stretch;
    this.#grid = grid;
    this.#buckets = new Set(stretch.buckets);
  }

  /** How much of [start, end) lies within it. */
  overlapNs(start: number, end: number): number {
    const { from, widthNs, count } = this.#grid;
    const last = Math.min(count, Math.ceil((end - from) / widthNs));
    let overlap = 0;
    for (let index = Math.max(0, Math.floor((start - from) / widthNs)); index < last; index += 1) {
      if (!this.#buckets.has(index)) continue;
      const bucket = from + index * widthNs;
      overlap += Math.min(end, bucket + widthNs) - Math.max(start, bucket);
    }
    return overlap;
  }
}

const running = waitStateCode('running');
const gil = waitStateCode('gil');
