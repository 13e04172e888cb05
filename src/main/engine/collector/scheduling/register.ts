import type { Introductions } from './introductions.ts';
import type { KnownProcess, ProcessRoll } from './process-roll.ts';
import { ScheduledThread } from './scheduled-thread.ts';
import type { ThreadRoll } from './thread-roll.ts';

/** What a register works with; it outlives a trial. */
export interface Rolls {
  readonly threads: ThreadRoll;
  readonly processes: ProcessRoll;
  readonly introductions: Introductions;
}

/**
 * Who the numbers of one trial's events are, at each moment: tids are used again, but only after the thread has ended. The
 * workload are the processes given as `present` and all that they start; where only the workload is recorded, everybody is.
 */
export class Register {
  readonly #rolls: Rolls;
  readonly #everybodyIsWorkload: boolean;
  readonly #newest = new Map<number, ScheduledThread>();
  readonly #processes = new Map<number, KnownProcess>();
  readonly #workload: ScheduledThread[] = [];
  readonly #workloadProcesses: KnownProcess[] = [];
  readonly #alive = new Set<ScheduledThread>();
  #born: ScheduledThread[] = [];
  #ended: ScheduledThread[] = [];
  #processesEnded = 0;

  constructor(rolls: Rolls, { recorded }: { readonly recorded: 'everybody' | 'workload' }) {
    this.#rolls = rolls;
    this.#everybodyIsWorkload = recorded === 'workload';
  }

  /** The workload's threads in order of birth, those that ended included. */
  get threads(): readonly ScheduledThread[] {
    return this.#workload;
  }

  /** The workload's processes in order of birth, those that ended included. */
  get processes(): readonly KnownProcess[] {
    return this.#workloadProcesses;
  }

  /** The workload's threads that are alive. */
  get alive(): ReadonlySet<ScheduledThread> {
    return this.#alive;
  }

  get processesAlive(): number {
    return this.#workloadProcesses.length - this.#processesEnded;
  }

  /** The workload's threads of which events have told for the first time since the last call. */
  takeBorn(): readonly ScheduledThread[] {
    const born = this.#born;
    this.#born = [];
    return born;
  }

  /** The workload's threads that have ended since the last call. */
  takeEnded(): readonly ScheduledThread[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** Whether events or `member` have told of a process of that number. */
  knows(pid: number): boolean {
    return this.#processes.has(pid);
  }

  /** The thread that had the number last. */
  newest(tid: number): ScheduledThread | null {
    return this.#newest.get(tid) ?? null;
  }

  /** A process of the workload that is there, whoever started it. */
  member(pid: number): KnownProcess {
    const known = this.#processes.get(pid);
    if (known !== undefined && known.endNs === null && known.workload) return known;
    return this.#addProcess(this.#rolls.processes.enter(pid, true));
  }

  /** A thread of the workload that is there, and recorded from `presentNs` on. */
  present(pid: number, tid: number, name: string, presentNs: number): ScheduledThread {
    const known = this.newest(tid);
    if (known !== null && !known.hasEnded) return known;
    return this.#addThread(this.member(pid), tid, name, presentNs);
  }

  /** The thread that an event is about. It is another one than before only if the number's end, or a later birth, may be lost. */
  find(tid: number, pid: number, presentNs: number, lostNs: number): ScheduledThread {
    const known = this.#newest.get(tid);
    if (known !== undefined && (known.endNs === null || known.endNs >= lostNs)) return known;
    const process = this.#process(pid);
    const name = this.#rolls.introductions.threadName(pid, tid) ?? '';
    return this.#addThread(process, tid, name, Math.max(presentNs, known?.endNs ?? presentNs));
  }

  forked(tid: number, pid: number, parentTid: number, parentPid: number, timeNs: number): ScheduledThread {
    const known = this.newest(tid);
    // It may have been found in /proc before its birth was read from the rings.
    if (known !== null && !known.hasEnded && known.untouched && known.pid === pid) return known;
    const parent = this.newest(parentTid);
    const process = pid === tid ? this.#forkedProcess(pid, parentPid, timeNs) : this.#process(pid);
    const thread = this.#addThread(process, tid, parent?.name ?? '', timeNs);
    thread.bornNs = timeNs;
    return thread;
  }

  named(tid: number, name: string): void {
    const thread = this.newest(tid);
    if (thread === null || thread.name === name) return;
    thread.name = name;
    this.#rolls.threads.changed(thread);
  }

  /** The program that the thread's process runs is another one. Gives the thread, which took the number of its process. */
  executed(tid: number, pid: number, name: string, timeNs: number): ScheduledThread {
    const known = this.newest(tid);
    const process = this.#process(pid);
    const thread = known === null || known.hasEnded ? this.#addThread(process, tid, name, timeNs) : known;
    this.named(tid, name);
    this.#rolls.processes.executed(process, name);
    return thread;
  }

  exited(thread: ScheduledThread, timeNs: number): void {
    thread.endNs = timeNs;
    this.#rolls.threads.ended(thread);
    if (this.#alive.delete(thread)) this.#ended.push(thread);
    const process = this.#processes.get(thread.pid);
    if (process === undefined || process.endNs !== null) return;
    process.threads--;
    // Of processes outside of the workload, not every thread is known.
    const isOver = process.workload ? process.threads <= 0 : thread.tid === thread.pid;
    if (!isOver) return;
    this.#rolls.processes.ended(process, timeNs);
    if (process.workload) this.#processesEnded++;
  }

  /** The process goes on, although events told of the end of all its threads; its own end is not known. */
  goesOn(pid: number): void {
    const process = this.#processes.get(pid);
    if (process === undefined || process.endNs === null) return;
    this.#rolls.processes.goesOn(process);
    if (process.workload) this.#processesEnded--;
  }

  #process(pid: number): KnownProcess {
    const known = this.#processes.get(pid);
    // It goes on as long as threads of it turn up.
    if (known !== undefined) return known;
    return this.#addProcess(this.#rolls.processes.enter(pid, this.#everybodyIsWorkload));
  }

  #forkedProcess(pid: number, parentPid: number, timeNs: number): KnownProcess {
    return this.#addProcess(this.#rolls.processes.forked(pid, this.#process(parentPid), timeNs));
  }

  #addProcess(process: KnownProcess): KnownProcess {
    this.#processes.set(process.pid, process);
    if (process.workload) this.#workloadProcesses.push(process);
    return process;
  }

  #addThread(process: KnownProcess, tid: number, name: string, presentNs: number): ScheduledThread {
    const { pid, workload } = process;
    const row = this.#rolls.threads.rowOf(pid, tid, workload);
    const thread = new ScheduledThread({ pid, tid, workload, row }, presentNs);
    thread.name = name;
    process.threads++;
    this.#newest.set(tid, thread);
    if (workload) {
      this.#workload.push(thread);
      this.#alive.add(thread);
      this.#born.push(thread);
    }
    this.#rolls.threads.changed(thread);
    return thread;
  }
}
