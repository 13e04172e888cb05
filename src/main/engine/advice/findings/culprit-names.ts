import { basename } from 'node:path';
import type { People } from './people.ts';

export interface CulpritName {
  readonly program: string;
  /** Null where it says nothing. */
  readonly pid: number | null;
}

/** What people call a thread that they do not know: its program, or its own name where it has none (the kernel's). */
export class CulpritNames {
  readonly #people: People;
  readonly #ownPids: ReadonlySet<number>;

  constructor(people: People, ownPids: readonly number[]) {
    this.#people = people;
    this.#ownPids = new Set(ownPids);
  }

  readonly of = (thread: number): CulpritName => {
    const row = this.#people.threads.get(thread);
    if (row === undefined) return { program: 'a thread without a name', pid: null };
    if (this.#ownPids.has(row.pid)) return { program: 'Corelane itself', pid: null };
    const [program] = this.#people.processes.get(row.pid)?.command.split(' ') ?? [];
    const name = program === undefined || program === '' ? row.name : basename(program);
    return { program: name === '' ? 'a process' : name, pid: row.pid };
  };
}
