import { fromMilliseconds } from '../../../../shared/units.ts';

/** What is read in one period: nothing, what ran for how long, or also on which core it ran last. */
export type Detail = 'nothing' | 'run-times' | 'run-times-and-cores';

/**
 * How closely the machine is looked at. Everything every period, as long as that costs the collector no more
 * than its share of a core. When there is too much to look at for that, first the last core of each thread is
 * left to the slower rounds, then every second period is skipped, then three of four and so on. Totals do not
 * suffer (they come from a trial's first and last readings), only the resolution of the samples.
 */
export class Pace {
  #level = 0;
  #period = 0;
  #judgedNs: number | null = null;
  #cpuNs = 0;

  /** What to read in the period that begins now. */
  next(): Detail {
    this.#period++;
    if (this.#level === 0) return 'run-times-and-cores';
    return this.#period % 2 ** (this.#level - 1) === 0 ? 'run-times' : 'nothing';
  }

  /** Takes note of the collector's own CPU time so far. */
  judge(nowNs: number, ownCpuNs: number): void {
    const elapsedNs = this.#judgedNs === null ? 0 : nowNs - this.#judgedNs;
    if (this.#judgedNs !== null && elapsedNs < judgedEveryNs) return;
    const share = elapsedNs === 0 ? null : (ownCpuNs - this.#cpuNs) / elapsedNs;
    this.#judgedNs = nowNs;
    this.#cpuNs = ownCpuNs;
    if (share === null) return;
    if (share > dearShare) this.#level = Math.min(this.#level + 1, highestLevel);
    if (share < cheapShare) this.#level = Math.max(this.#level - 1, 0);
  }
}

const judgedEveryNs = fromMilliseconds(400);
/** Collecting and storing together are to stay below 2 % of one core; storing takes a quarter of that. */
const dearShare = 0.012;
/** Less than half of it, as one level may halve the cost: or the pace would swing. */
const cheapShare = 0.005;
/** Every 32nd period: at 20 ms, more than one look in a second. */
const highestLevel = 6;
