import { basename } from 'node:path';
import type { ProcessRow, SessionReader, ThreadRow } from '../../../../shared/session.ts';

/** What people call a thread that they do not know: its program and process, or its own name where it has no program (the kernel's). */
export class CulpritNames {
  readonly #threads: ReadonlyMap<number, ThreadRow>;
  readonly #processes: ReadonlyMap<number, ProcessRow>;
  readonly #ownPids: ReadonlySet<number>;

  constructor(session: SessionReader, threads: ReadonlyMap<number, ThreadRow>, ownPids: readonly number[]) {
    this.#threads = threads;
    this.#processes = new Map(session.processes().map((row) => [row.pid, row]));
    this.#ownPids = new Set(ownPids);
  }

  readonly of = (thread: number): string => {
    const row = this.#threads.get(thread);
    if (row === undefined) return 'a thread without a name';
    if (this.#ownPids.has(row.pid)) return 'Corelane itself';
    const [program] = this.#processes.get(row.pid)?.command.split(' ') ?? [];
    const name = program === undefined || program === '' ? row.name : basename(program);
    return `${name === '' ? 'a process' : name} (pid ${row.pid})`;
  };
}
