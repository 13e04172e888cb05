import os from 'node:os';
import process from 'node:process';
import type { Scheduling } from '../../../../shared/lab-report.ts';
import { type Nanoseconds, asNanoseconds, fromMilliseconds } from '../../../../shared/units.ts';
import type { FinalReading, MeasuredWorker, TrialScope } from '../collector.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { MemorySampling } from './memory-sampling.ts';
import { pageSizeBytes } from './native.ts';
import type { DescriptorAllowance } from './proc-file.ts';
import { StartWatch } from './process-tree.ts';
import { SampledTrial } from './sampled-trial.ts';
import type { SchedulingSource, SourceEvidence } from './scheduling-source.ts';
import { ThreadJournal } from './thread-journal.ts';

/**
 * How often the dearer things are done: reading switches, looking for new processes and threads.
 * Half as often when the pace is slowed down.
 */
const slowRoundNs = fromMilliseconds(100);

/** Samples /proc, trial by trial: totals from what the kernel counted, the course of things from samples. */
export class ProcSampling implements SchedulingSource {
  readonly #allowance: DescriptorAllowance;
  readonly #periodMs: number;
  readonly #bootNs: Nanoseconds;
  readonly #journal = new ThreadJournal();
  readonly #starts: StartWatch;
  #memory: MemorySampling;
  #trial: SampledTrial | null = null;
  #slowRoundAtNs = 0;

  constructor(originNs: bigint, periodMs: number, allowance: DescriptorAllowance) {
    this.#allowance = allowance;
    this.#periodMs = periodMs;
    this.#bootNs = asNanoseconds(-timeSuspendedNs() - Number(originNs));
    this.#starts = new StartWatch(allowance);
    this.#memory = new MemorySampling(pageSizeBytes(), allowance);
  }

  get scheduling(): Scheduling {
    const totals = `The kernel's counters were read from /proc, every ${this.#periodMs} ms at most: totals are the kernel's own for every thread that was seen (one that is running may be a tick behind), single switches were not recorded`;
    const crowd = this.#allowance.refused
      ? ', and there were more threads than files that may be open, which made reading them dearer'
      : '';
    return { mode: 'sampled', reason: `${totals}${crowd}.`, lost: 0, wakes: false };
  }

  begin(scope: TrialScope, nowNs: Nanoseconds): void {
    // A trial whose runner died is never ended.
    this.end(nowNs);
    this.#starts.somethingStarted();
    this.#memory = new MemorySampling(pageSizeBytes(), this.#allowance);
    this.#trial = new SampledTrial(scope, nowNs, {
      allowance: this.#allowance,
      journal: this.#journal,
      bootNs: this.#bootNs,
    });
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
  }

  end(nowNs: Nanoseconds): SourceEvidence {
    const trial = this.#trial;
    if (trial === null) return { accounts: [], workers: new Map(), peakRss: null };
    this.#memory.sample(trial.tree, nowNs);
    trial.end(nowNs);
    this.#memory.close();
    this.#trial = null;
    return { accounts: trial.accounts, workers: trial.workers, peakRss: this.#memory.peak };
  }

  flush(writer: PortWriter): void {
    this.#journal.flush(writer);
    this.#memory.flush(writer);
  }

  close(): void {
    this.#starts.close();
  }
}

/**
 * The kernel tells a thread's birth on a clock that also runs while the machine is suspended, unlike the
 * session's. os.uptime() has hundredths of seconds only, so less than a tenth is no suspension.
 */
function timeSuspendedNs(): number {
  const difference = os.uptime() * 1e9 - Number(process.hrtime.bigint());
  return difference < 1e8 ? 0 : difference;
}
