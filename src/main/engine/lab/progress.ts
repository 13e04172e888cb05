import type { PlannedTrial } from '../../../shared/experiment.ts';

const keyOf = ({ executor, workers }: PlannedTrial): string => `${executor} ${workers}`;

/**
 * Time left, from what configurations have taken so far. One that has not run yet is taken for an average one, so the
 * first round only guesses; from the second on every configuration is known.
 */
export class LabClock {
  readonly #plan: readonly PlannedTrial[];
  readonly #tookMs = new Map<string, number>();
  #done = 0;

  constructor(plan: readonly PlannedTrial[]) {
    this.#plan = plan;
  }

  get done(): number {
    return this.#done;
  }

  get planned(): number {
    return this.#plan.length;
  }

  trialEnded(trial: PlannedTrial, tookMs: number): void {
    this.#tookMs.set(keyOf(trial), tookMs);
    this.#done += 1;
  }

  /** A trial of the plan that will not run. */
  trialDropped(): void {
    this.#done += 1;
  }

  /** `shareOfCurrent`: how much of the trial under way is done, 0–1. */
  estimate(shareOfCurrent: number): { readonly fraction: number; readonly secondsLeft: number | null } {
    const known = [...this.#tookMs.values()];
    const averageMs = known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length;
    const expectedMs = this.#plan.map((trial) => this.#tookMs.get(keyOf(trial)) ?? averageMs ?? 1);
    const totalMs = expectedMs.reduce((sum, ms) => sum + ms, 0);
    const doneMs =
      expectedMs.slice(0, this.#done).reduce((sum, ms) => sum + ms, 0) +
      (expectedMs[this.#done] ?? 0) * shareOfCurrent;
    return {
      fraction: totalMs === 0 ? 1 : Math.min(1, doneMs / totalMs),
      secondsLeft: averageMs === null ? null : Math.max(0, totalMs - doneMs) / 1e3,
    };
  }
}
