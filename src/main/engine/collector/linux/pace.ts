import { nanosecondsPerSecond } from '../../../../shared/units.ts';

/**
 * How often threads are looked at. Every period, as long as that costs the collector less than its share
 * of a core; with more threads than that allows, every second period, every fourth and so on. Totals do not
 * suffer (they come from the first and the last reading), only the resolution of the samples.
 */
export class Pace {
  #stretch = 1;
  #waited = 0;
  #checkedNs: number | null = null;
  #cpuNs = 0;

  /** Periods from one look at the threads to the next. */
  get stretch(): number {
    return this.#stretch;
  }

  /** Called once a period: is it time to look? */
  due(): boolean {
    this.#waited++;
    if (this.#waited < this.#stretch) return false;
    this.#waited = 0;
    return true;
  }

  /** Takes note of the collector's own CPU time so far; judged once a second. */
  judge(nowNs: number, ownCpuNs: number): void {
    const elapsedNs = this.#checkedNs === null ? null : nowNs - this.#checkedNs;
    if (elapsedNs !== null && elapsedNs < nanosecondsPerSecond) return;
    const share = elapsedNs === null ? null : (ownCpuNs - this.#cpuNs) / elapsedNs;
    this.#checkedNs = nowNs;
    this.#cpuNs = ownCpuNs;
    if (share === null) return;
    if (share > dearShare) this.#stretch = Math.min(this.#stretch * 2, longestStretch);
    if (share < cheapShare) this.#stretch = Math.max(this.#stretch / 2, 1);
  }
}

/** Collecting and storing together are to stay below 2 % of one core; storing takes about a quarter of that. */
const dearShare = 0.015;
/** Less than half of it, or the pace would swing. */
const cheapShare = 0.006;
/** At 20 ms periods, two looks in a second. */
const longestStretch = 32;
