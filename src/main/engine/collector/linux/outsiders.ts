import { statSync } from 'node:fs';
import process from 'node:process';

/**
 * Finds processes that run as another user, such as sudo and what it starts. The kernel stops recording a process at the
 * moment it executes such a program, unless everything is recorded.
 */
export class Outsiders {
  readonly #own = process.geteuid?.() ?? 0;
  readonly #found = new Map<number, string>();

  /** `commandOf` is asked for those that are found. Gives their pids. */
  look(pids: Iterable<number>, commandOf: (pid: number) => string | null): readonly number[] {
    const found = [...pids].filter((pid) => !this.#found.has(pid) && !this.#isOwn(pid));
    return found.filter((pid) => {
      const command = commandOf(pid);
      if (command !== null) this.#found.set(pid, command);
      return command !== null;
    });
  }

  has(pid: number): boolean {
    return this.#found.has(pid);
  }

  get warnings(): readonly string[] {
    return [...this.#found].map(
      ([pid, command]) =>
        `${command.split(' ')[0]} (process ${pid}) ran as another user or is protected by the kernel, which then records none of its switches: of it and what it started there are only totals, where /proc gives them. Run Corelane as root to record it, or measure what it starts by itself.`,
    );
  }

  /** The folder of a process belongs to whom it runs as, or to root where the kernel protects it. One that has gone is nobody's. */
  #isOwn(pid: number): boolean {
    const owner = statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? this.#own;
    return owner === this.#own;
  }
}
