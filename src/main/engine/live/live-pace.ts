import type { LabProgress, ProfileProgress } from '../../../shared/jobs.ts';
import type { WhatIfProgress } from '../../../shared/what-if.ts';

/**
 * How often a lab or a profile tells windows what it does. Who watches must not take from what is watched: a window spends 20 to 40 ms
 * on each time it draws. With a core to spare it may; when all cores are measured, it draws from theirs.
 */
export const liveEveryMs = (cores: number, measured: number): number => (measured < cores ? 100 : 1000);

const toldOnce: ReadonlySet<string> = new Set(['loading', 'probing', 'ending', 'finishing']);

/** Lets steps of progress pass at a pace; phases that are told only once always pass. */
export class LivePace {
  readonly #everyMs: number;
  #lastMs = -Infinity;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  isDue({ phase }: Pick<LabProgress | ProfileProgress | WhatIfProgress, 'phase'>, nowMs: number): boolean {
    const repeats = !toldOnce.has(phase);
    // Steps come ten times a second, each a little late: the one at half a tick before its time is the one meant.
    if (repeats && nowMs - this.#lastMs < this.#everyMs - 50) return false;
    this.#lastMs = nowMs;
    return true;
  }
}
