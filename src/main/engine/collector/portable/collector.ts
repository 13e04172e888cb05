import process from 'node:process';
import type { Scheduling } from '../../../../shared/lab-report.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import type { Collector, CollectorCost, CollectorOptions, TrialScheduling } from '../collector.ts';
import { coreLoads } from '../core-loads.ts';
import { type CoreRow, coresBatch } from '../sample-rows.ts';
import { type CoreClock, type SpentTime, busyShares, readCoreClock, spentSince } from './core-clock.ts';

/** Asking Node for the cores' times may cost milliseconds, and there are no threads to follow. */
const shortestPeriodMs = 250;

/**
 * The collector of systems that tell nothing about threads: the cores' load through Node, everything else
 * null. `reason` is the sentence that the session gives for it.
 */
export async function openPortableCollector(options: CollectorOptions, reason: string): Promise<Collector> {
  return new PortableCollector(options, { mode: 'sampled', reason, lost: 0, wakes: false });
}

class PortableCollector implements Collector {
  readonly scheduling: Scheduling;
  readonly #options: CollectorOptions;
  readonly #startedNs = process.hrtime.bigint();
  readonly #timer: NodeJS.Timeout;
  #previous: CoreClock = readCoreClock();
  #atBegin: CoreClock = this.#previous;
  #samples = 0;

  constructor(options: CollectorOptions, scheduling: Scheduling) {
    this.#options = options;
    this.scheduling = scheduling;
    this.#timer = setInterval(() => this.#sample(), Math.max(options.periodMs, shortestPeriodMs));
    this.#timer.unref();
  }

  async beginTrial(): Promise<void> {
    this.#atBegin = readCoreClock();
  }

  addWorkers(): void {
    // Workers are threads, of which this platform knows nothing.
  }

  addFinalReadings(): void {
    // Nor could anything be compared with what they read of themselves.
  }

  async endTrial(): Promise<TrialScheduling> {
    return {
      onCpuNs: null,
      runDelayNs: null,
      voluntarySwitches: null,
      involuntarySwitches: null,
      migrations: null,
      offCpuNs: null,
      outsideAffinityNs: null,
      perCore: busyShares(this.#atBegin, readCoreClock()),
      peakRss: null,
      threadsSeen: 0,
      threadsMissed: 0,
      threads: [],
      processes: [],
      threadsNotFollowed: 0,
      warnings: [],
    };
  }

  async stop(): Promise<CollectorCost> {
    clearInterval(this.#timer);
    return {
      samples: this.#samples,
      onCpuNs: null,
      elapsedNs: asNanoseconds(Number(process.hrtime.bigint() - this.#startedNs)),
    };
  }

  #sample(): void {
    const time = Number(process.hrtime.bigint() - this.#options.originNs);
    const now = readCoreClock();
    const spent = spentSince(this.#previous, now);
    this.#previous = now;
    this.#samples++;
    if (spent.length === 0) return;
    const rows = spent.map(rowAt(time));
    this.#options.onCores?.(coreLoads(rows));
    this.#options.writer.append('cores', coresBatch(rows));
  }
}

/** What only Linux tells apart is not known here, and counted as idle. */
const rowAt =
  (time: number) =>
  ({ core, userNs, systemNs, idleNs }: SpentTime): CoreRow => ({
    time,
    core,
    userNs,
    systemNs,
    iowaitNs: Number.NaN,
    stealNs: Number.NaN,
    idleNs,
  });
