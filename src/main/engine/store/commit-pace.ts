const shortestMs = 200;
const longestMs = 1000;
/** Of one core, what commits may take. */
const share = 0.004;
/** How much of what is expected the last commit tells: one that writes a whole chunk costs more than its neighbours. */
const weight = 0.25;

/**
 * How long to wait between two commits. Each has a price that hardly depends on how much it writes, and recording must disturb
 * the measured program as little as possible: dear commits come more seldom. What was not committed is lost when Corelane is killed.
 */
export class CommitPace {
  #expectedNs = 0;

  get intervalMs(): number {
    return Math.min(Math.max(this.#expectedNs / 1e6 / share, shortestMs), longestMs);
  }

  /** CPU time of a commit that was made. */
  add(onCpuNs: number): void {
    this.#expectedNs += (onCpuNs - this.#expectedNs) * weight;
  }
}
