import type { TreeActivity } from '../../../../shared/jobs.ts';
import { type Nanoseconds, asNanoseconds } from '../../../../shared/units.ts';
import type { MeasuredWorker } from '../collector.ts';
import { ActivityMeter } from '../scheduling/activity-meter.ts';
import { ExactAccount, type Reliance } from '../scheduling/exact-account.ts';
import { Register, type Rolls } from '../scheduling/register.ts';
import type { ScheduledThread } from '../scheduling/scheduled-thread.ts';
import { Switchboard } from '../scheduling/switchboard.ts';
import type { SwitchRecording } from '../switch-recording.ts';
import type { ThreadAccount } from '../thread-account.ts';
import type { ThreadRecord } from '../trial-totals.ts';
import { ExactLines } from './exact-lines.ts';
import { Outsiders } from './outsiders.ts';
import type { SourceEvidence } from './scheduling-source.ts';
import { SampledProcesses } from './sampled-processes.ts';
import type { SampledTrial } from './sampled-trial.ts';
import { Unfollowed } from './unfollowed.ts';

export interface ExactSurroundings {
  readonly recording: SwitchRecording;
  readonly rolls: Rolls;
  readonly now: () => Nanoseconds;
}

/**
 * One trial whose switches are recorded. The tree is what /proc shows of it at the beginning, and what that starts; a thread
 * that /proc shows and no event names (it could not be followed, or runs as another user) counts by its samples.
 */
export class ExactTrial {
  readonly startNs: Nanoseconds;
  readonly lines = new ExactLines();
  readonly switchboard: Switchboard;
  readonly #sampled: SampledTrial;
  readonly #surroundings: ExactSurroundings;
  readonly #register: Register;
  readonly #meter: ActivityMeter<ScheduledThread>;
  readonly #workers = new Map<MeasuredWorker, ScheduledThread | null>();
  readonly #unfollowed = new Unfollowed();
  readonly #outsiders = new Outsiders();
  readonly #unseenProcesses: SampledProcesses;
  /** Threads of which no event has told. */
  readonly #silent = new Set<ScheduledThread>();

  /** @param sampled the same trial as /proc tells of it, its baseline taken. When this returns, everything is recorded. */
  constructor(sampled: SampledTrial, workers: readonly MeasuredWorker[], surroundings: ExactSurroundings) {
    const { recording, rolls, now } = surroundings;
    this.#sampled = sampled;
    this.#surroundings = surroundings;
    this.#register = new Register(rolls, {
      recorded: recording.mode === 'system' ? 'everybody' : 'workload',
    });
    this.#unseenProcesses = new SampledProcesses(rolls.processes);
    this.#followAll(now());
    recording.start();
    this.startNs = now();
    this.switchboard = new Switchboard(this.startNs, this.#register);
    for (const pid of sampled.tree.pids) this.#register.member(pid);
    for (const account of sampled.alive()) this.#present(account);
    this.#meter = new ActivityMeter(this.startNs, []);
    this.announce(workers, this.startNs);
  }

  /** Takes in what was recorded. Tells whether a program was executed meanwhile: then others are likely to follow. */
  drain(options?: { readonly all: boolean }): boolean {
    this.switchboard.take(this.#surroundings.recording.drain(options));
    return this.#surroundings.rolls.processes.readCommands();
  }

  announce(workers: readonly MeasuredWorker[], nowNs: Nanoseconds): void {
    for (const worker of workers) {
      const thread = this.#threadOf(worker) ?? this.#followWorker(worker, nowNs);
      this.#workers.set(worker, thread);
      if (thread !== null && worker.affinity !== null) thread.pin(worker.affinity, nowNs);
    }
  }

  /** Lets /proc tell of the threads that the events told of since the last call, without a search for them. */
  meetNewcomers(nowNs: Nanoseconds): void {
    for (const thread of this.#register.takeBorn()) {
      if (!thread.hasEnded) this.#sampled.meet(thread.pid, thread.tid, nowNs);
    }
  }

  /** What /proc adds, now and then. */
  look(nowNs: Nanoseconds): void {
    this.#judgeSilence();
    this.#lookForOutsiders();
    for (const thread of this.#register.takeEnded()) {
      this.lines.end(thread, asNanoseconds(thread.endNs ?? nowNs), this.#runDelayOf(thread));
    }
    this.lines.sample(this.#register.alive, nowNs, (thread) => this.#runDelayOf(thread));
  }

  /** The processes of the tree that are alive, as far as events told. */
  get pids(): ReadonlySet<number> {
    return new Set(Array.from(this.#register.alive, ({ pid }) => pid));
  }

  /** The number of a thread's row; null: no event has told of it yet. */
  rowOf(pid: number, tid: number): number | null {
    return this.#threadOf({ pid, tid })?.row ?? null;
  }

  activity(nowNs: Nanoseconds): TreeActivity {
    return this.#meter.tell(nowNs, this.#runTimes(nowNs), {
      processes: this.#register.processesAlive + this.#unseenProcesses.all.length,
      switches: this.switchboard.switches,
    });
  }

  /** Ends the recording and adds everything up. `kernels`: what /proc said last. */
  end(endNs: Nanoseconds, kernels: SourceEvidence): SourceEvidence {
    this.#judgeSilence();
    this.#lookForOutsiders();
    this.switchboard.end(endNs);
    const matches = this.#matches();
    const records = this.#records(endNs, matches);
    for (const thread of [...this.#register.takeEnded(), ...this.#register.alive]) {
      this.lines.end(thread, asNanoseconds(thread.endNs ?? endNs), this.#runDelayOf(thread));
    }
    const workers = [...this.#workers].map(([worker, thread]) => {
      const found = thread ?? this.#threadOf(worker);
      const record = (found === null ? null : records.get(found)) ?? kernels.workers.get(worker) ?? null;
      return [worker, record] as const;
    });
    const matched = new Set(matches.values());
    return {
      accounts: [...records.values(), ...this.#sampled.accounts.filter((account) => !matched.has(account))],
      processes: [...this.#register.processes, ...this.#unseenProcesses.all],
      workers: new Map(workers),
      peakRss: kernels.peakRss,
      threadsNotFollowed: this.#unfollowed.count,
      warnings: [...this.#unfollowed.warnings, ...this.#outsiders.warnings],
    };
  }

  /** Follows every thread of the tree, and those that they have started before they were followed. */
  #followAll(nowNs: Nanoseconds): void {
    const { recording } = this.#surroundings;
    let followed = 0;
    do {
      const tids = this.#sampled.accounts.slice(followed).map(({ tid }) => tid);
      followed += tids.length;
      this.#unfollowed.add(recording.follow(tids));
    } while (this.#sampled.discover(nowNs));
  }

  #present(
    { pid, tid, name, core }: ThreadAccount,
    nowNs: Nanoseconds = this.startNs,
  ): ScheduledThread | null {
    if (this.#unfollowed.has(tid)) return null;
    const thread = this.#register.present(pid, tid, name, nowNs);
    if (thread.untouched) {
      this.#silent.add(thread);
      thread.lastCore ??= core;
    }
    return thread;
  }

  #threadOf({ pid, tid }: Pick<MeasuredWorker, 'pid' | 'tid'>): ScheduledThread | null {
    const thread = this.#register.newest(tid);
    return thread?.pid === pid ? thread : null;
  }

  /** A worker that nobody of the tree has started, or of whose birth the events have yet to tell. */
  #followWorker({ pid, tid }: MeasuredWorker, nowNs: Nanoseconds): ScheduledThread | null {
    const account = [...this.#sampled.alive()].find((one) => one.tid === tid && one.pid === pid);
    if (account === undefined) return null;
    this.#unfollowed.add(this.#surroundings.recording.follow([tid]));
    return this.#present(account, nowNs);
  }

  /**
   * A thread that has used a core ever since without any switch is on it still: its coming and its leaving lie outside of the
   * recording. One that has gone without an event had gone before.
   */
  #judgeSilence(): void {
    for (const thread of this.#silent) {
      const account = this.#accountOf(thread);
      if (thread.untouched && account !== null) {
        if (account.hasEnded) this.#register.exited(thread, this.startNs);
        else if (this.#neverRested(thread, account)) this.switchboard.neverLeft(thread, account.core ?? 0);
      }
      if (!thread.untouched || thread.hasEnded) this.#silent.delete(thread);
    }
  }

  #neverRested(thread: ScheduledThread, account: ThreadAccount): boolean {
    const presentForNs = this.#surroundings.now() - thread.presentNs;
    return account.core !== null && account.gained.onCpuNs > presentForNs / 2;
  }

  #lookForOutsiders(): void {
    const { recording, rolls } = this.#surroundings;
    const { pids } = this.#sampled.tree;
    this.#unseenProcesses.look(pids, (pid) => this.#register.knows(pid));
    if (recording.mode === 'system') return;
    const found = this.#outsiders.look(pids, (pid) => commandOrName(rolls.introductions, pid));
    // For the kernel's events, executing such a program is the process's end.
    for (const pid of found) this.#register.goesOn(pid);
  }

  #runDelayOf(thread: ScheduledThread): number | null {
    if (this.#surroundings.recording.wakes) return thread.runDelayNs;
    return this.#accountOf(thread)?.latest.runDelayNs ?? null;
  }

  /** The newest thread of its number as /proc shows it. */
  #accountOf({ pid, tid }: ScheduledThread): ThreadAccount | null {
    const account = this.#sampled.newestOf(tid);
    return account?.pid === pid ? account : null;
  }

  *#runTimes(nowNs: Nanoseconds): Iterable<readonly [ScheduledThread, number]> {
    for (const thread of this.#register.alive) yield [thread, thread.onCpuUntil(nowNs)];
  }

  #records(
    endNs: Nanoseconds,
    matches: ReadonlyMap<ScheduledThread, ThreadAccount>,
  ): ReadonlyMap<ScheduledThread, ThreadRecord> {
    const { wakes } = this.#surroundings.recording;
    const isIncomplete = this.switchboard.lost > 0;
    return new Map(
      this.#register.threads.map((thread) => {
        const incomplete = isIncomplete || this.#outsiders.has(thread.pid);
        const reliance: Reliance = { startNs: this.startNs, endNs, wakes, incomplete };
        return [thread, new ExactAccount(thread, matches.get(thread) ?? null, reliance)];
      }),
    );
  }

  /** What /proc says of the same threads. Where a number was used again, the newest belong together. */
  #matches(): ReadonlyMap<ScheduledThread, ThreadAccount> {
    const accounts = new Map<string, ThreadAccount[]>();
    for (const account of this.#sampled.accounts) {
      const key = `${account.pid} ${account.tid}`;
      const same = accounts.get(key);
      if (same === undefined) accounts.set(key, [account]);
      else same.push(account);
    }
    const matches = new Map<ScheduledThread, ThreadAccount>();
    for (const thread of this.#register.threads.toReversed()) {
      const account = accounts.get(`${thread.pid} ${thread.tid}`)?.pop();
      if (account !== undefined) matches.set(thread, account);
    }
    return matches;
  }
}

const commandOrName = ({ commandOf, threadName }: Rolls['introductions'], pid: number): string | null =>
  commandOf(pid) ?? threadName(pid, pid);
