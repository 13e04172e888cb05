import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Scheduling } from '../../../../shared/lab-report.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import type {
  Collector,
  CollectorCost,
  CollectorOptions,
  FinalReading,
  MeasuredWorker,
  TrialScheduling,
  TrialScope,
} from '../collector.ts';
import type { CollectorWorkerData } from '../messages.ts';
import { wantedScheduling } from '../scheduling/wanted-scheduling.ts';
import { CollectorThread } from './collector-thread.ts';

/**
 * Starts the collector's thread; resolves once it samples. Rejects with `internal` when it cannot start, and with
 * `usage` when the environment asks for a mode that there is not.
 */
export async function openLinuxCollector(options: CollectorOptions): Promise<Collector> {
  const scheduling = wantedScheduling(process.env);
  const samples = options.writer.openPort();
  const data: CollectorWorkerData = {
    samples,
    originNs: options.originNs,
    periodMs: options.periodMs,
    measuredCores: options.measuredCores,
    tellCores: options.onCores !== null,
    tellTree: options.onTree !== null,
    watchWaits: options.watchWaits,
    scheduling,
  };
  const worker = new Worker(options.entry, {
    name: 'collector',
    workerData: data,
    transferList: [samples],
    // Descriptors of perf events do not come from Node, which would warn when they are closed.
    trackUnmanagedFds: false,
  });
  const thread = new CollectorThread(worker, options);
  const ready = await thread.next('ready');
  return new LinuxCollector(thread, ready.scheduling, options.originNs);
}

class LinuxCollector implements Collector {
  readonly #thread: CollectorThread;
  readonly #originNs: bigint;
  #scheduling: Scheduling;
  #cost: Promise<CollectorCost> | null = null;

  constructor(thread: CollectorThread, scheduling: Scheduling, originNs: bigint) {
    this.#thread = thread;
    this.#scheduling = scheduling;
    this.#originNs = originNs;
  }

  get scheduling(): Scheduling {
    return this.#scheduling;
  }

  async beginTrial(scope: TrialScope): Promise<void> {
    await this.#thread.ask({ kind: 'begin', scope }, 'begun');
  }

  addWorkers(workers: readonly MeasuredWorker[]): void {
    this.#thread.send({ kind: 'announce', workers });
  }

  addFinalReadings(readings: readonly FinalReading[]): void {
    const receivedNs = Number(process.hrtime.bigint() - this.#originNs);
    this.#thread.send({ kind: 'supersede', readings, receivedNs });
  }

  async endTrial(): Promise<TrialScheduling> {
    const { totals, scheduling } = await this.#thread.ask({ kind: 'end' }, 'ended');
    this.#scheduling = scheduling;
    return totals;
  }

  stop(): Promise<CollectorCost> {
    this.#cost ??= this.#stop();
    return this.#cost;
  }

  async #stop(): Promise<CollectorCost> {
    try {
      const { cost } = await this.#thread.ask({ kind: 'stop' }, 'stopped');
      await this.#thread.exited;
      return cost;
    } catch {
      // The thread is dead already, which the trial it served was told. What it cost is not known.
      return { samples: 0, onCpuNs: null, elapsedNs: asNanoseconds(0) };
    }
  }
}
