import { fromMilliseconds } from '../../../../../shared/units.ts';
import { UsualCost } from './usual-cost.ts';

/** Enough of a second to tell shares by. */
const shortestRestNs = fromMilliseconds(20);
/** A thread that is looked at more seldom is as good as unknown. */
const longestRestNs = fromMilliseconds(1000);
/** Looking takes one part in so many of a core. */
const restsPerLook = 100;
/** What it takes the collector's thread to wake up and to go to sleep again; measured by bench/waits.ts with few threads. */
const wakingNs = fromMilliseconds(0.2);

/**
 * How long to rest between two looks at threads. The rests differ, by a third at most, in an order that never repeats: in step with
 * threads that take turns every few milliseconds, always the same one would be seen running.
 */
export class LookPace {
  readonly #perThread = new UsualCost();
  #looks = 0;

  /** A look at so many threads took that long. */
  looked(threads: number, tookNs: number): void {
    if (threads > 0) this.#perThread.add(tookNs / threads);
  }

  /** So many can be looked at once a second. */
  get affordableThreads(): number {
    const perThreadNs = Math.max(this.#perThread.usual, leastPerThreadNs);
    return Math.max(fewThreads, Math.floor((longestRestNs / restsPerLook - wakingNs) / perThreadNs));
  }

  /** Until the next look at so many threads. */
  restNs(threads: number): number {
    const costNs = wakingNs + Math.max(this.#perThread.usual, leastPerThreadNs) * threads;
    const meanNs = Math.min(longestRestNs, Math.max(shortestRestNs, costNs * restsPerLook));
    this.#looks++;
    return meanNs * (1 + (((this.#looks * goldenRatio) % 1) - 0.5) * spread);
  }
}

/** As long as it is not known: the first looks at very many threads would be dear. */
const leastPerThreadNs = fromMilliseconds(0.005);

/** However dear looking is. */
const fewThreads = 64;

const goldenRatio = (Math.sqrt(5) - 1) / 2;
const spread = 2 / 3;
