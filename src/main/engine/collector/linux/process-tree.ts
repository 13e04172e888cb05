import { parseNewestTask, parseStat } from '../../../../shared/proc-format.ts';
import { type DescriptorAllowance, ProcFile, listNumbers } from './proc-file.ts';

/**
 * The processes below one root. Kernels need not offer a list of children, so new pids of /proc are asked
 * for their parent, each once. A process whose parent ended before anybody looked belongs to the process
 * that adopted it: to the tree too when its root is a subreaper, else it is lost from view.
 */
export class ProcessTree {
  readonly #allowance: DescriptorAllowance;
  readonly #members = new Set<number>();
  #outsiders: ReadonlySet<number> = new Set();

  constructor(rootPid: number, allowance: DescriptorAllowance) {
    this.#allowance = allowance;
    this.#members.add(rootPid);
  }

  get pids(): Iterable<number> {
    return this.#members;
  }

  /** A process that is known to belong, before any scan has found it. */
  include(pid: number): void {
    this.#members.add(pid);
  }

  /** The process has ended; its number may come back as another. */
  remove(pid: number): void {
    this.#members.delete(pid);
  }

  /** Finds the processes started since the previous scan. */
  scan(): void {
    const pids = listNumbers('/proc');
    if (typeof pids === 'symbol') return;
    const strangers = new Map<number, number>();
    const outsiders = new Set<number>();
    for (const pid of pids) {
      if (this.#members.has(pid)) continue;
      if (this.#outsiders.has(pid)) outsiders.add(pid);
      else strangers.set(pid, this.#parentOf(pid));
    }
    while (this.#adopt(strangers)) {
      // A grandchild may have the lower number, so go on until a round finds no one.
    }
    for (const pid of strangers.keys()) outsiders.add(pid);
    this.#outsiders = outsiders;
  }

  #adopt(strangers: Map<number, number>): boolean {
    let found = false;
    for (const [pid, parent] of strangers) {
      if (!this.#members.has(parent)) continue;
      this.#members.add(pid);
      strangers.delete(pid);
      found = true;
    }
    return found;
  }

  #parentOf(pid: number): number {
    const file = new ProcFile(`/proc/${pid}/stat`, this.#allowance);
    const text = file.read();
    file.close();
    return (typeof text === 'string' ? parseStat(text)?.ppid : null) ?? 0;
  }
}

/**
 * Tells whether any process or thread was started on this machine (in this pid namespace) since it was
 * last asked. On a quiet machine that one short file spares all the listings.
 */
export class StartWatch {
  readonly #loadavg: ProcFile;
  #newest: number | null = null;

  constructor(allowance: DescriptorAllowance) {
    this.#loadavg = new ProcFile('/proc/loadavg', allowance);
  }

  somethingStarted(): boolean {
    const text = this.#loadavg.read();
    const newest = typeof text === 'string' ? parseNewestTask(text) : null;
    const started = newest === null || newest !== this.#newest;
    this.#newest = newest;
    return started;
  }

  close(): void {
    this.#loadavg.close();
  }
}
