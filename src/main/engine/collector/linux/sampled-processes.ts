import type { KnownProcess, ProcessRoll } from '../scheduling/process-roll.ts';

/** The processes of one trial's tree as looking into /proc shows them, where no event tells of them. */
export class SampledProcesses {
  readonly #roll: ProcessRoll;
  readonly #known = new Map<number, KnownProcess>();
  #newcomers: KnownProcess[] = [];

  constructor(roll: ProcessRoll) {
    this.#roll = roll;
  }

  /** In the order of their first sight. */
  get all(): readonly KnownProcess[] {
    return [...this.#known.values()];
  }

  /** Takes note of those that are new, and once more of the ones before: a program is mostly executed right after a fork. */
  look(pids: Iterable<number>, isKnown: (pid: number) => boolean = () => false): void {
    for (const process of this.#newcomers) this.#roll.executed(process, process.command);
    this.#newcomers = [];
    for (const pid of pids) {
      if (this.#known.has(pid) || isKnown(pid)) continue;
      const process = this.#roll.enter(pid, true);
      this.#known.set(pid, process);
      this.#newcomers.push(process);
    }
    this.#roll.readCommands();
  }
}
