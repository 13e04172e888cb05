import { formatDuration } from '../../../shared/durations.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { swapApis, type Swap } from '../../../shared/what-if.ts';
import type { EndedRun } from './script-run.ts';
import { siteKey, type GuardFacts, type Site } from './swap-files.ts';

export interface Refusal {
  readonly site: Site;
  readonly reason: string;
}

/** What guarded runs found, run by run. */
export class GuardFindings {
  readonly #swap: Swap;
  readonly #refused = new Map<string, Refusal>();
  readonly #warnings = new Set<string>();
  #sites: readonly Site[] = [];
  #unwoven: GuardFacts['unwoven'] = [];
  #last: EndedRun | null = null;
  #late = 0;

  constructor(swap: Swap) {
    this.#swap = swap;
  }

  take(run: EndedRun, { sites, refused, unchecked, unwoven }: GuardFacts): void {
    this.#last = run;
    this.#unwoven = unwoven;
    const tried = new Set(sites.map(siteKey));
    this.#late = 0;
    for (const { site, reason } of refused) {
      const key = siteKey(site);
      if (this.#refused.has(key)) continue;
      this.#refused.set(key, { site, reason });
      if (tried.has(key)) this.#late += 1;
    }
    this.#sites = sites.filter((site) => !this.#refused.has(siteKey(site)));
    for (const { site, what } of unchecked) {
      this.#warnings.add(
        `What the tasks of ${siteKey(site)} change was not looked at whole (${what}), so a state that they share may have been missed.`,
      );
    }
  }

  /** A site was refused after a task had run elsewhere, so what followed went by a state that was wrong: the rest is to be looked at again. */
  get isToBeRepeated(): boolean {
    return this.#late > 0;
  }

  get refused(): readonly Refusal[] {
    return [...this.#refused.values()].toSorted((a, b) => inOrder(a.site, b.site));
  }

  get warnings(): readonly string[] {
    return [...this.#warnings, ...(this.#refused.size > 0 && this.allowed.length > 0 ? [halfSwapped] : [])];
  }

  /** The sites to be swapped in runs that count. */
  get allowed(): readonly Site[] {
    return this.#last?.timedOut === true ? [] : this.#sites.toSorted(inOrder);
  }

  /** Why nothing is swapped; null: something is. */
  get nothingSwapped(): string | null {
    if (this.allowed.length > 0) return null;
    const { from } = swapApis[this.#swap];
    if (this.#last?.timedOut === true) {
      return 'Nothing was swapped: with the swap the script did not end when it was tried.';
    }
    const [unwoven] = this.#unwoven;
    if (unwoven !== undefined) {
      return `Nothing was swapped: the executors of this Python's ${unwoven.module} are not as they are in the versions that are known (${unwoven.why}).`;
    }
    const count = this.#refused.size;
    if (count === 0)
      return `Nothing was swapped: the script handed no task to ${from} in a Python that could be traced.`;
    return count === 1
      ? 'Nothing was swapped: the one place that could be was refused.'
      : `Nothing was swapped: all ${count} places that could be were refused.`;
  }
}

const inOrder = (a: Site, b: Site): number => a.file.localeCompare(b.file) || a.line - b.line;

const halfSwapped =
  'Only a part of the calls is swapped. An executor that has calls of both kinds has two sets of workers then, so more tasks may run at a time than in the script, or after a swap of the whole.';

/** How long a run with a swap may take, by how long the script takes alone: pools that wait for each other never end. */
export function limitOf(aloneNs: number | null, kind: 'guarded' | 'variant'): number {
  const [times, leastNs] = kind === 'guarded' ? [40, 60e9] : [10, 20e9];
  return Math.max(leastNs, times * (aloneNs ?? 0));
}

export const tooLong = (kind: 'guarded' | 'variant', limitNs: number): string =>
  kind === 'guarded'
    ? `The guarded run was ended after ${formatDuration(asNanoseconds(limitNs))}.`
    : `The variant had not ended after ${formatDuration(asNanoseconds(limitNs))}, many times as long as the script takes, and was ended.`;
