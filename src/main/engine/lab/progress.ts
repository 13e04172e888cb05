import type { Configuration, PlannedTrial } from '../../../shared/experiment.ts';
import { keyOf } from './schedule.ts';

/** What is still to come when the clock is asked. */
export interface Ahead {
  /** The trial under way, if one is, and those after it as far as they are known. */
  readonly upcoming: readonly PlannedTrial[];
  /** When the lab ends whatever is left, from its start; null: when all has run. */
  readonly limitMs: number | null;
}

/**
 * Time left, from what configurations have taken so far. One that has not run yet is taken for an average one, so the
 * first round only guesses; from the second on every configuration is known.
 */
export class LabClock {
  readonly #tookMs = new Map<string, number>();
  #spentMs = 0;
  #done = 0;
  /** A plan that grows must not turn the bar back. */
  #shown = 0;

  get done(): number {
    return this.#done;
  }

  trialEnded(trial: PlannedTrial, tookMs: number): void {
    this.#tookMs.set(keyOf(trial), tookMs);
    this.#spentMs += tookMs;
    this.#done += 1;
  }

  /** What trials of these configurations will take together, by their last ones; null: one has not run. */
  expectedMs(configurations: readonly Configuration[]): number | null {
    const took = configurations.map((one) => this.#tookMs.get(keyOf(one)));
    return took.reduce<number | null>((sum, ms) => (sum === null || ms === undefined ? null : sum + ms), 0);
  }

  /** `shareOfCurrent`: how much of the first upcoming trial is done, 0–1. */
  estimate(
    { upcoming, limitMs }: Ahead,
    shareOfCurrent: number,
  ): { readonly fraction: number; readonly secondsLeft: number | null } {
    const known = [...this.#tookMs.values()];
    const averageMs = known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length;
    const expectedMs = upcoming.map((trial) => this.#tookMs.get(keyOf(trial)) ?? averageMs ?? 1);
    const doneOfCurrentMs = (expectedMs[0] ?? 0) * Math.min(1, Math.max(0, shareOfCurrent));
    const leftMs = expectedMs.reduce((sum, ms) => sum + ms, 0) - doneOfCurrentMs;
    const doneMs = this.#spentMs + doneOfCurrentMs;
    const mostLeftMs = limitMs === null ? leftMs : Math.min(leftMs, Math.max(0, limitMs - doneMs));
    const allMs = doneMs + mostLeftMs;
    this.#shown = Math.max(this.#shown, allMs <= 0 ? 1 : Math.min(1, doneMs / allMs));
    return { fraction: this.#shown, secondsLeft: averageMs === null ? null : mostLeftMs / 1e3 };
  }
}
