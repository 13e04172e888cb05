import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

/** A living process that carries a mark. */
export interface MarkedProcess {
  readonly pid: number;
  /** Its arguments, joined by blanks. */
  readonly command: string;
}

/**
 * Finds processes by a variable in their environment, which every process inherits from the one that started it,
 * however it detaches itself: nothing that a test set off escapes it.
 */
export class Mark {
  readonly #value = randomUUID();
  /** To be added to the environment of what the test starts. */
  readonly env: Readonly<Record<string, string>> = { CORELANE_TEST_MARK: this.#value };

  /** Those running now. Zombies have no environment any more and do not count. */
  living(): readonly MarkedProcess[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => textOf(`/proc/${name}/environ`).includes(`CORELANE_TEST_MARK=${this.#value}`))
      .map((name) => ({
        pid: Number(name),
        command: textOf(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim(),
      }));
  }

  /** Resolves with the first that fits, once there is one. */
  async find(command: RegExp): Promise<MarkedProcess> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(10)) {
      const found = this.living().find((candidate) => command.test(candidate.command));
      if (found !== undefined) return found;
    }
    throw new Error(`no process ${command} came up; living: ${JSON.stringify(this.living())}`);
  }

  /** Resolves when none is left; fails, and names them, when some still are after a generous wait. */
  async expectNoneLeft(): Promise<void> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) {
      if (this.living().length === 0) return;
    }
    expect(this.living()).toEqual([]);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return '';
  }
}
