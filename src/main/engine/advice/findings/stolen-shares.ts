import type { SessionReader, StreamBatch } from '../../../../shared/session.ts';
import type { EvidenceScope } from './evidence.ts';
import { type BucketGrid, gridOver, TimeBuckets } from './time-buckets.ts';

const mostBuckets = 256;
/** Some samples of each core. */
const shortestBucketNs = 50e6;

interface CoreLoad {
  readonly busy: TimeBuckets;
  readonly stolen: TimeBuckets;
}

/**
 * What the host of this virtual machine took of cores that had work. A switch says who had a core, not that the core itself did not run: on a crowded host a
 * thread seems to compute while its whole machine stands still.
 */
export class StolenShares {
  readonly #grid: BucketGrid;
  readonly #cores = new Map<number, CoreLoad>();

  /** Throws session-unreadable as the reader does. */
  static of(session: SessionReader, scope: EvidenceScope): StolenShares {
    const shares = new StolenShares(scope);
    for (const batch of session.batches('cores', { from: scope.from, to: scope.to })) shares.#add(batch);
    return shares;
  }

  private constructor({ from, to }: EvidenceScope) {
    this.#grid = gridOver(from, to, mostBuckets, shortestBucketNs);
  }

  /** Of the time that a core, or all of them (null), wanted to run around [from, to): 0–1; 0 where nothing is known. */
  share(core: number | null, from: number, to: number): number {
    const loads = core === null ? [...this.#cores.values()] : [this.#cores.get(core)];
    let busyNs = 0;
    let stolenNs = 0;
    for (const load of loads) {
      busyNs += load === undefined ? 0 : this.#sum(load.busy, from, to);
      stolenNs += load === undefined ? 0 : this.#sum(load.stolen, from, to);
    }
    return stolenNs > 0 ? stolenNs / (busyNs + stolenNs) : 0;
  }

  #sum({ sums }: TimeBuckets, from: number, to: number): number {
    const { widthNs } = this.#grid;
    const first = Math.max(0, Math.floor((from - this.#grid.from) / widthNs));
    const end = Math.ceil((to - this.#grid.from) / widthNs);
    return sums.subarray(first, Math.max(first, end)).reduce((sum, value) => sum + value, 0);
  }

  #add(batch: StreamBatch<'cores'>): void {
    for (let row = 0; row < batch.time.length; row += 1) {
      const stolen = known(batch.steal_ns[row]);
      const busy = known(batch.user_ns[row]) + known(batch.system_ns[row]);
      const span = busy + stolen + known(batch.idle_ns[row]) + known(batch.iowait_ns[row]);
      if (span <= 0) continue;
      const time = batch.time[row] ?? 0;
      const load = this.#loadOf(batch.core[row] ?? 0);
      load.busy.add(time - span, time, busy / span);
      load.stolen.add(time - span, time, stolen / span);
    }
  }

  #loadOf(core: number): CoreLoad {
    const own = this.#cores.get(core);
    if (own !== undefined) return own;
    const load = { busy: new TimeBuckets(this.#grid), stolen: new TimeBuckets(this.#grid) };
    this.#cores.set(core, load);
    return load;
  }
}

const known = (value: number | undefined): number => (value === undefined || Number.isNaN(value) ? 0 : value);
