import os from 'node:os';
import process from 'node:process';
import type { TreeActivity } from '../../../../shared/jobs.ts';
import type { Scheduling } from '../../../../shared/lab-report.ts';
import { type Nanoseconds, asNanoseconds, fromMilliseconds } from '../../../../shared/units.ts';
import type { FinalReading, MeasuredWorker, TrialScope } from '../collector.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { ActivityMeter } from '../scheduling/activity-meter.ts';
import { ProcessRoll } from '../scheduling/process-roll.ts';
import type { ThreadAccount } from '../thread-account.ts';
import { procIntroductions } from './introductions.ts';
import { MemorySampling } from './memory-sampling.ts';
import { pageSizeBytes } from './native.ts';
import type { DescriptorAllowance } from './proc-file.ts';
import { StartWatch } from './process-tree.ts';
import { SampledProcesses } from './sampled-processes.ts';
import { SampledTrial } from './sampled-trial.ts';
import type { SchedulingSource, SourceEvidence } from './scheduling-source.ts';
import { ThreadJournal, noJournal } from './thread-journal.ts';
import type { MeasuredTree } from './waits/wait-sampling.ts';

/**
 * How often the dearer things are done: reading switches, looking for new processes and threads.
 * Half as often when the pace is slowed down.
 */
const slowRoundNs = fromMilliseconds(100);

export interface ProcSamplingOptions {
  /** `alone`: the only source. `beneath`: another source records switches, and writes what is known of threads and processes. */
  readonly role?: 'alone' | 'beneath';
  /** Why switches are not recorded, and what would allow it. */
  readonly whyNotExact?: string;
}

/** What is wanted of /proc beside a recording. */
export interface Beneath {
  readonly runDelays: boolean;
  /** Processes and threads that no event tells of. */
  readonly strangers: boolean;
}

/** Samples /proc, trial by trial: totals from what the kernel counted, the course of things from samples. */
export class ProcSampling implements SchedulingSource {
  readonly periodMs: number;
  readonly isPaced = true;
  readonly #allowance: DescriptorAllowance;
  readonly #bootNs: Nanoseconds;
  readonly #whyNotExact: string;
  readonly #isAlone: boolean;
  readonly #journal = new ThreadJournal();
  readonly #processRoll = new ProcessRoll(procIntroductions);
  #processes = new SampledProcesses(this.#processRoll);
  #meter = new ActivityMeter<ThreadAccount>(0, []);
  readonly #starts: StartWatch;
  #memory: MemorySampling;
  #trial: SampledTrial | null = null;
  #slowRoundAtNs = 0;

  constructor(
    originNs: bigint,
    periodMs: number,
    allowance: DescriptorAllowance,
    { role = 'alone', whyNotExact = '' }: ProcSamplingOptions = {},
  ) {
    this.#allowance = allowance;
    this.periodMs = periodMs;
    this.#whyNotExact = whyNotExact;
    this.#isAlone = role === 'alone';
    this.#bootNs = bootNsSince(originNs);
    this.#starts = new StartWatch(allowance);
    this.#memory = new MemorySampling(pageSizeBytes(), allowance);
  }

  get scheduling(): Scheduling {
    const totals = `The kernel's counters were read from /proc, every ${this.periodMs} ms at most: totals are the kernel's own for every thread that was seen (one that is running may be a tick behind), single switches were not recorded`;
    const crowd = this.#allowance.refused
      ? ', and there were more threads than files that may be open, which made reading them dearer'
      : '';
    const why = this.#whyNotExact === '' ? '' : ` ${this.#whyNotExact}`;
    return { mode: 'sampled', reason: `${totals}${crowd}.${why}`, lost: 0, wakes: false };
  }

  begin(scope: TrialScope, nowNs: Nanoseconds): void {
    // A trial whose runner died is never ended.
    this.end(nowNs);
    this.#starts.somethingStarted();
    this.#memory = new MemorySampling(pageSizeBytes(), this.#allowance);
    this.#trial = new SampledTrial(scope, nowNs, {
      allowance: this.#allowance,
      journal: this.#isAlone ? this.#journal : noJournal,
      bootNs: this.#bootNs,
    });
    this.#processes = new SampledProcesses(this.#processRoll);
    this.#lookAtProcesses();
    this.#meter = new ActivityMeter(nowNs, runTimes(this.#trial));
    this.#memory.sample(this.#trial.tree, nowNs);
    this.#slowRoundAtNs = nowNs + slowRoundNs;
  }

  announce(workers: readonly MeasuredWorker[], nowNs: Nanoseconds): void {
    this.#trial?.announce(workers, nowNs);
  }

  supersede(readings: readonly FinalReading[], receivedNs: Nanoseconds): void {
    this.#trial?.supersede(readings, receivedNs);
  }

  sample(nowNs: Nanoseconds, detail: 'run-times' | 'run-times-and-cores'): void {
    if (this.#trial === null) return;
    const slowRound = nowNs >= this.#slowRoundAtNs;
    this.#trial.look(nowNs, slowRound ? 'everything' : detail);
    // Processes are few, and a peak of memory may be short.
    if (slowRound || detail === 'run-times-and-cores') this.#memory.sample(this.#trial.tree, nowNs);
    if (!slowRound) return;
    this.#slowRoundAtNs = nowNs + slowRoundNs * (detail === 'run-times' ? 2 : 1);
    if (this.#starts.somethingStarted()) this.#trial.discover(nowNs);
    this.#lookAtProcesses();
  }

  /** What only /proc knows of a trial whose switches are recorded. */
  sampleBeneath(nowNs: Nanoseconds, { runDelays, strangers }: Beneath): void {
    if (this.#trial === null) return;
    if (runDelays) this.#trial.look(nowNs, 'run-times');
    this.#memory.sample(this.#trial.tree, nowNs);
    if (strangers && this.#starts.somethingStarted()) this.#trial.discover(nowNs);
  }

  end(nowNs: Nanoseconds): SourceEvidence {
    const trial = this.#trial;
    if (trial === null) return noEvidence;
    this.#memory.sample(trial.tree, nowNs);
    trial.end(nowNs);
    this.#lookAtProcesses();
    this.#memory.close();
    this.#trial = null;
    return {
      accounts: trial.accounts,
      processes: this.#processes.all,
      workers: trial.workers,
      peakRss: this.#memory.peak,
      threadsNotFollowed: 0,
      warnings: [],
    };
  }

  /** The trial under way. */
  get trial(): SampledTrial | null {
    return this.#trial;
  }

  get tree(): MeasuredTree | null {
    const trial = this.#trial;
    if (trial === null) return null;
    return { pids: () => trial.tree.pids, rowOf: (pid, tid) => trial.rowOf(pid, tid) };
  }

  activity(nowNs: Nanoseconds): TreeActivity | null {
    if (this.#trial === null) return null;
    const processes = [...this.#trial.tree.pids].length;
    return this.#meter.tell(nowNs, runTimes(this.#trial), { processes, switches: null });
  }

  flush(writer: PortWriter): void {
    const processes = this.#processRoll.take();
    if (processes.length > 0) writer.addProcesses(processes);
    this.#journal.flush(writer);
    this.#memory.flush(writer);
  }

  close(): void {
    this.#starts.close();
  }

  #lookAtProcesses(): void {
    if (this.#isAlone && this.#trial !== null) this.#processes.look(this.#trial.tree.pids);
  }
}

function* runTimes(trial: SampledTrial): Iterable<readonly [ThreadAccount, number]> {
  for (const account of trial.alive()) yield [account, account.latest.onCpuNs];
}

/** Nothing was measured. */
const noEvidence: SourceEvidence = {
  accounts: [],
  processes: [],
  workers: new Map(),
  peakRss: null,
  threadsNotFollowed: 0,
  warnings: [],
};

/** The kernel's boot on the session's time axis. */
const bootNsSince = (originNs: bigint): Nanoseconds => asNanoseconds(-timeSuspendedNs() - Number(originNs));

/**
 * The kernel tells a thread's birth on a clock that also runs while the machine is suspended, unlike the
 * session's. os.uptime() has hundredths of seconds only, so less than a tenth is no suspension.
 */
function timeSuspendedNs(): number {
  const difference = os.uptime() * 1e9 - Number(process.hrtime.bigint());
  return difference < 1e8 ? 0 : difference;
}
