import { nanosecondsPerTick } from '../../../../shared/proc-format.ts';
import { type Nanoseconds, asNanoseconds } from '../../../../shared/units.ts';
import type { FinalReading, MeasuredWorker, TrialScope } from '../collector.ts';
import { ThreadAccount, unstarted } from '../thread-account.ts';
import { type DescriptorAllowance, gone, listNumbers } from './proc-file.ts';
import { ProcessTree } from './process-tree.ts';
import type { Journal, Line } from './thread-journal.ts';
import { TrackedThread } from './tracked-thread.ts';

interface Watched {
  readonly thread: TrackedThread;
  readonly account: ThreadAccount;
  readonly line: Line;
  /** It ran since its core was last read. */
  coreIsOld: boolean;
  /** It ran since its switches were last read. */
  switchesAreOld: boolean;
}

type Depth = 'run-times' | 'run-times-and-cores' | 'everything';

/** What a trial needs to know of the session that it belongs to. */
export interface TrialSurroundings {
  readonly allowance: DescriptorAllowance;
  readonly journal: Journal;
  /** The kernel's boot, on the session's time axis: births are counted from it. */
  readonly bootNs: Nanoseconds;
}

/**
 * Every thread of one trial's process tree, from its first sight to its end.
 *
 * Three kinds of reading, by what they cost: `look` tells at 1-2 µs whether a thread ran and is done for
 * all of them each time; where it ran (stat) is read of those that did, as long as that is affordable;
 * switches and migrations (sched) are read of those that ran, in slower rounds. At the trial's start and end every thread
 * gets all three, so that totals do not depend on any rate. The kernel itself brings the counters of a
 * thread that is on a core at that moment up to date at its next tick only (1-10 ms).
 */
export class SampledTrial {
  readonly #startNs: Nanoseconds;
  readonly #surroundings: TrialSurroundings;
  readonly #tree: ProcessTree;
  readonly #watched = new Map<number, Watched>();
  readonly #accounts: ThreadAccount[] = [];
  /** By tid: the newest ended thread of that number, for readings and announcements that come after its end. */
  readonly #ended = new Map<number, ThreadAccount>();
  /** By tid, of the newest thread of that number. */
  readonly #rows = new Map<number, { readonly pid: number; readonly row: number }>();
  readonly #workers = new Map<MeasuredWorker, ThreadAccount | null>();
  #underWay = false;

  constructor(scope: TrialScope, startNs: Nanoseconds, surroundings: TrialSurroundings) {
    this.#startNs = startNs;
    this.#surroundings = surroundings;
    this.#tree = new ProcessTree(scope.rootPid, surroundings.allowance);
    this.announce(scope.workers, startNs);
    this.#discoverAll(startNs);
    this.#underWay = true;
  }

  get tree(): ProcessTree {
    return this.#tree;
  }

  get accounts(): readonly ThreadAccount[] {
    return this.#accounts;
  }

  /** Of the threads that are alive, as of the newest look. */
  *alive(): Iterable<ThreadAccount> {
    for (const { account } of this.#watched.values()) yield account;
  }

  get workers(): ReadonlyMap<MeasuredWorker, ThreadAccount | null> {
    return this.#workers;
  }

  announce(workers: readonly MeasuredWorker[], nowNs: Nanoseconds): void {
    for (const worker of workers) {
      this.#tree.include(worker.pid);
      const watched = this.#watch(worker.pid, worker.tid, nowNs);
      if (watched === null) {
        this.#workers.set(worker, this.newestOf(worker.tid));
        continue;
      }
      this.#workers.set(worker, watched.account);
      if (worker.affinity !== null) watched.account.pin(worker.affinity);
    }
  }

  /** Takes readings of threads that have ended, or are about to. */
  supersede(readings: readonly FinalReading[], receivedNs: Nanoseconds): void {
    for (const reading of readings) {
      const account =
        this.#watch(reading.pid, reading.tid, receivedNs)?.account ??
        this.#endedWithoutReading(reading) ??
        this.#openUnwatched(reading, receivedNs);
      account.supersede(reading, receivedNs);
    }
  }

  /** Looks at every thread that is known. */
  look(nowNs: Nanoseconds, depth: Depth): void {
    for (const watched of this.#watched.values()) this.#lookAt(watched, nowNs, depth);
  }

  /** A thread of the tree that another source has told of. */
  meet(pid: number, tid: number, nowNs: Nanoseconds): void {
    if (this.#watched.has(tid) || this.#watch(pid, tid, nowNs) === null) return;
    this.#tree.include(pid);
  }

  /** Finds processes and threads that nobody announced. True when there were any. */
  discover(nowNs: Nanoseconds): boolean {
    const before = this.#accounts.length;
    this.#tree.scan();
    for (const pid of this.#tree.pids) {
      const tids = listNumbers(`/proc/${pid}/task`);
      if (tids === gone) this.#tree.remove(pid);
      if (typeof tids === 'symbol') continue;
      for (const tid of tids) {
        if (!this.#watched.has(tid)) this.#watch(pid, tid, nowNs);
      }
    }
    return this.#accounts.length > before;
  }

  /** Reads everything for the last time, and closes it. */
  end(nowNs: Nanoseconds): void {
    this.#discoverAll(nowNs);
    this.look(nowNs, 'everything');
    for (const [worker, account] of this.#workers) {
      if (account === null) this.#workers.set(worker, this.newestOf(worker.tid));
    }
    for (const { thread, line } of this.#watched.values()) {
      line.close();
      thread.close();
    }
    this.#watched.clear();
  }

  #discoverAll(nowNs: Nanoseconds): void {
    while (this.discover(nowNs)) {
      // Those just found may have started others since they were listed.
    }
  }

  /** The thread with fresh counters, known before or not; null when it has ended or cannot be read. */
  #watch(pid: number, tid: number, nowNs: Nanoseconds): Watched | null {
    const known = this.#watched.get(tid);
    if (known !== undefined && this.#lookAt(known, nowNs, 'everything')) return known;
    const thread = new TrackedThread(pid, tid, this.#surroundings.allowance);
    // Only a first look that could be taken finds that the thread ran.
    if (thread.look() !== 'ran') {
      thread.close();
      return null;
    }
    thread.readSwitches();
    return this.#open(thread, nowNs);
  }

  #open(thread: TrackedThread, nowNs: Nanoseconds): Watched {
    const stat = thread.readStat();
    const bornNs = stat === null ? nowNs : this.#surroundings.bootNs + stat.startTicks * nanosecondsPerTick;
    // Births are told in ticks, rounded down.
    const isOlder = !this.#underWay || bornNs + nanosecondsPerTick < this.#startNs;
    const startNs = isOlder ? (this.#underWay ? nowNs : this.#startNs) : Math.max(this.#startNs, bornNs);
    const account = new ThreadAccount(
      thread.pid,
      thread.tid,
      asNanoseconds(startNs),
      isOlder ? thread.counters : unstarted,
    );
    this.#accounts.push(account);
    const line = this.#surroundings.journal.open(account);
    if (line.row !== null) this.#rows.set(thread.tid, { pid: thread.pid, row: line.row });
    const watched: Watched = {
      thread,
      account,
      line,
      coreIsOld: false,
      switchesAreOld: false,
    };
    this.#watched.set(thread.tid, watched);
    account.read(thread.counters, nowNs);
    account.name = stat?.name ?? '';
    if (stat !== null) account.seenOn(stat.core);
    watched.line.ran(account, nowNs);
    return watched;
  }

  /** False when the thread has ended. */
  #lookAt(watched: Watched, nowNs: Nanoseconds, depth: Depth): boolean {
    const { thread, account, line } = watched;
    const look = thread.look();
    if (look === 'gone') {
      this.#close(watched);
      return false;
    }
    const ran = look === 'ran';
    watched.coreIsOld ||= ran;
    watched.switchesAreOld ||= ran;
    const readsSwitches = depth === 'everything' && watched.switchesAreOld;
    const readsCore = depth !== 'run-times' && watched.coreIsOld;
    if (readsSwitches) this.#readSwitches(watched);
    account.read(thread.counters, nowNs);
    if (readsCore) this.#readCore(watched);
    if (ran || readsSwitches || readsCore) line.ran(account, nowNs);
    else line.rested(nowNs);
    return true;
  }

  #readSwitches(watched: Watched): void {
    watched.thread.readSwitches();
    watched.switchesAreOld = false;
  }

  #readCore(watched: Watched): void {
    const stat = watched.thread.readStat();
    if (stat === null) return;
    watched.account.name = stat.name;
    watched.account.seenOn(stat.core);
    watched.coreIsOld = false;
  }

  #close({ thread, account, line }: Watched): void {
    line.close();
    thread.close();
    account.ended();
    this.#watched.delete(thread.tid);
    this.#ended.set(thread.tid, account);
  }

  /** The ended thread that a late reading belongs to. One that has its reading already was another of the same number. */
  #endedWithoutReading(reading: FinalReading): ThreadAccount | null {
    const account = this.#ended.get(reading.tid);
    return account?.pid === reading.pid && !account.hasFinalReading ? account : null;
  }

  /** The number of a thread's row, also after its end; null: it was not seen, or somebody else gives the rows. */
  rowOf(pid: number, tid: number): number | null {
    const known = this.#rows.get(tid);
    return known?.pid === pid ? known.row : null;
  }

  /** The thread that was last seen under the number. */
  newestOf(tid: number): ThreadAccount | null {
    return this.#watched.get(tid)?.account ?? this.#ended.get(tid) ?? null;
  }

  /** For a thread that came and went between two looks: all that is known of it is what it read of itself. */
  #openUnwatched(reading: FinalReading, receivedNs: Nanoseconds): ThreadAccount {
    const startNs = asNanoseconds(Math.max(this.#startNs, receivedNs - reading.aliveNs));
    const account = new ThreadAccount(reading.pid, reading.tid, startNs, unstarted);
    this.#accounts.push(account);
    this.#ended.set(reading.tid, account);
    for (const [worker, known] of this.#workers) {
      if (known !== null || worker.tid !== reading.tid) continue;
      if (worker.affinity !== null) account.pin(worker.affinity);
    }
    return account;
  }
}
