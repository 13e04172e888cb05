import type { CoreUse } from '../../../shared/lab-report.ts';
import { type Bytes, type Nanoseconds, asNanoseconds } from '../../../shared/units.ts';
import type { MeasuredWorker, ProcessSeen, ThreadCounters, TrialScheduling } from './collector.ts';

/** What one thread did in one trial, however it was found out. */
export interface ThreadRecord {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly gained: ThreadCounters;
  /** Time in the trial during which the thread existed and was not on a core. */
  offCpuNs(trialEndNs: Nanoseconds): Nanoseconds;
  /** Null when it is not pinned, or was never seen since. */
  readonly outsideAffinityNs: number | null;
}

/** All that was found out about one trial's tree. */
export interface TrialEvidence {
  readonly endNs: Nanoseconds;
  /** In order of birth. */
  readonly accounts: readonly ThreadRecord[];
  readonly processes: readonly ProcessSeen[];
  /** Every announced worker with its thread's account; null when nothing of it was ever seen. */
  readonly workers: ReadonlyMap<MeasuredWorker, ThreadRecord | null>;
  readonly perCore: readonly CoreUse[];
  readonly peakRss: Bytes | null;
  readonly threadsNotFollowed: number;
  readonly warnings: readonly string[];
}

/**
 * Adds a trial's accounts up. A counter that the kernel told of no thread is null; threads without it add
 * nothing. Off-CPU and outside time are those of the one thread of each worker that runs the tasks: the
 * others of a process (garbage collection, file IO) would only multiply the wall time.
 */
export function trialTotals(evidence: TrialEvidence): TrialScheduling {
  const gained = evidence.accounts.map((account) => account.gained);
  const workers = [...evidence.workers.values()];
  // Lanes of an event loop are one thread: announced more than once, it still counts once.
  const workerThreads = [...new Set(workers.filter((account) => account !== null))];
  return {
    onCpuNs: nanoseconds(sumOf(gained, 'onCpuNs')),
    runDelayNs: nanoseconds(sumOf(gained, 'runDelayNs')),
    voluntarySwitches: sumOf(gained, 'voluntarySwitches'),
    involuntarySwitches: sumOf(gained, 'involuntarySwitches'),
    migrations: sumOf(gained, 'migrations'),
    offCpuNs: nanoseconds(sum(workerThreads.map((account) => account.offCpuNs(evidence.endNs)))),
    outsideAffinityNs: nanoseconds(sum(workerThreads.map((account) => account.outsideAffinityNs))),
    perCore: evidence.perCore,
    peakRss: evidence.peakRss,
    threadsSeen: evidence.accounts.length,
    threadsMissed: workers.filter((account) => account === null).length,
    threads: evidence.accounts.map(({ pid, tid, name, gained: counters }) => ({
      pid,
      tid,
      name,
      ...counters,
    })),
    processes: evidence.processes.map(({ pid, ppid, command }) => ({ pid, ppid, command })),
    threadsNotFollowed: evidence.threadsNotFollowed,
    warnings: evidence.warnings,
  };
}

const sumOf = (counters: readonly ThreadCounters[], name: keyof ThreadCounters): number | null =>
  sum(counters.map((one) => one[name]));

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

const nanoseconds = (value: number | null): Nanoseconds | null =>
  value === null ? null : asNanoseconds(value);
