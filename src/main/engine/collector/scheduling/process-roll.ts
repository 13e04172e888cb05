import type { ProcessRow } from '../../../../shared/session.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import type { ProcessSeen } from '../collector.ts';
import type { Introductions } from './introductions.ts';

/** One process of the session. Whoever changes it says so to the roll. */
export interface KnownProcess extends ProcessSeen {
  readonly row: number;
  readonly workload: boolean;
  readonly startNs: number | null;
  ppid: number | null;
  command: string;
  endNs: number | null;
  /** Threads that are alive, as far as they were seen. */
  threads: number;
}

/** The processes of a session, on their way to its file: given again when something about them has changed. */
export class ProcessRoll {
  readonly #introductions: Introductions;
  readonly #unwritten = new Set<KnownProcess>();
  /** Those whose command line is to be read, parents before their children, and what they are called if that comes too late. */
  readonly #unread = new Map<KnownProcess, () => string>();
  #processes = 0;

  constructor(introductions: Introductions) {
    this.#introductions = introductions;
  }

  /** A process that was there before anybody looked; what it is called is read now. */
  enter(pid: number, workload: boolean, startNs: number | null = null): KnownProcess {
    const { parentOf, commandOf, threadName } = this.#introductions;
    const command = commandOf(pid) ?? threadName(pid, pid) ?? '';
    return this.#add({ pid, ppid: parentOf(pid), workload, startNs, command });
  }

  /** One that another has started: the same program until it executes something else. */
  forked(pid: number, parent: KnownProcess, startNs: number): KnownProcess {
    const { workload, command } = parent;
    const process = this.#add({ pid, ppid: parent.pid, workload, startNs, command });
    if (this.#unread.has(parent)) this.#unread.set(process, () => parent.command);
    return process;
  }

  goesOn(process: KnownProcess): void {
    process.endNs = null;
    this.#unwritten.add(process);
  }

  /** `name` is what remains if its command line cannot be read any more. */
  executed(process: KnownProcess, name: string): void {
    // Its old command line is none of the new program's, nor of what that starts.
    process.command = name;
    this.#unread.delete(process);
    this.#unread.set(process, () => name);
    this.#unwritten.add(process);
  }

  ended(process: KnownProcess, endNs: number): void {
    process.endNs = endNs;
    this.#unwritten.add(process);
  }

  /** Reads the command lines of those that executed something; soon, since short-lived ones are soon gone. Tells whether there were any. */
  readCommands(): boolean {
    const found = this.#unread.size > 0;
    for (const [process, name] of this.#unread) {
      process.command = this.#introductions.commandOf(process.pid) ?? name();
    }
    this.#unread.clear();
    return found;
  }

  /** The rows that are new or have changed since the last call. */
  take(): readonly ProcessRow[] {
    this.readCommands();
    const rows = [...this.#unwritten].map(rowOf);
    this.#unwritten.clear();
    return rows;
  }

  #add(process: Pick<KnownProcess, 'pid' | 'ppid' | 'workload' | 'startNs' | 'command'>): KnownProcess {
    const known: KnownProcess = { ...process, row: this.#processes++, endNs: null, threads: 0 };
    this.#unwritten.add(known);
    return known;
  }
}

const rowOf = (process: KnownProcess): ProcessRow => ({
  process: process.row,
  pid: process.pid,
  ppid: process.ppid,
  command: process.command,
  workload: process.workload,
  start: process.startNs === null ? null : asNanoseconds(process.startNs),
  end: process.endNs === null ? null : asNanoseconds(process.endNs),
});
