import process from 'node:process';
import type { TreeActivity } from '../../../../shared/jobs.ts';
import type { Scheduling } from '../../../../shared/lab-report.ts';
import type { CoreTimes } from '../../../../shared/proc-format.ts';
import { type Nanoseconds, asNanoseconds, fromMilliseconds } from '../../../../shared/units.ts';
import type {
  CollectorCost,
  FinalReading,
  MeasuredWorker,
  TrialScheduling,
  TrialScope,
} from '../collector.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import type { CoreRow } from '../sample-rows.ts';
import type { SchedulingMode } from '../scheduling/reasons.ts';
import { trialTotals } from '../trial-totals.ts';
import { chooseSource } from './choose-source.ts';
import { CoreSampling, coreShares } from './core-sampling.ts';
import { ownCpuNs } from './own-thread.ts';
import { Pace } from './pace.ts';
import { DescriptorAllowance } from './proc-file.ts';
import type { SchedulingSource } from './scheduling-source.ts';
import { WaitSampling } from './waits/wait-sampling.ts';

/** As often as the session's writer commits: more often would only wake it in vain. */
const flushEveryNs = fromMilliseconds(200);

export interface RecorderOptions {
  readonly originNs: bigint;
  readonly periodMs: number;
  readonly writer: PortWriter;
  /** The most that is recorded of scheduling. */
  readonly wanted: SchedulingMode;
  /** Whether to look at what threads of Python programs wait for. */
  readonly watchWaits: boolean;
  /** Told the rows of the cores as they are handed to the writer. */
  readonly onCores: (rows: readonly CoreRow[]) => void;
  /** Told what the tree does at the same times, during trials; null: nobody wants to know. */
  readonly onTree: ((activity: TreeActivity) => void) | null;
}

/** The collector as it runs in its own thread: cores all session long, threads and memory in trials. */
export class LinuxRecorder {
  readonly #originNs: bigint;
  readonly #writer: PortWriter;
  readonly #onCores: RecorderOptions['onCores'];
  readonly #onTree: RecorderOptions['onTree'];
  readonly #cores: CoreSampling;
  readonly #source: SchedulingSource;
  readonly #waits: WaitSampling | null;
  #pace = new Pace();
  readonly #startedNs: Nanoseconds;
  #coresAtBegin: readonly CoreTimes[] = [];
  #flushAtNs: number;
  #samples = 0;

  constructor({ originNs, periodMs, writer, wanted, watchWaits, onCores, onTree }: RecorderOptions) {
    this.#onCores = onCores;
    this.#onTree = onTree;
    const allowance = new DescriptorAllowance();
    this.#originNs = originNs;
    this.#writer = writer;
    this.#cores = new CoreSampling(allowance);
    this.#source = chooseSource({ originNs, periodMs, allowance, wanted, now: () => this.#now() });
    this.#waits = watchWaits ? new WaitSampling(allowance, () => this.#now()) : null;
    this.#startedNs = this.#now();
    this.#flushAtNs = this.#startedNs + flushEveryNs;
    this.#cores.sample(this.#startedNs);
  }

  get scheduling(): Scheduling {
    return this.#source.scheduling;
  }

  /** How often `sample` is to be called. */
  get periodMs(): number {
    return this.#source.periodMs;
  }

  /** One period of the timer. */
  sample(): void {
    const nowNs = this.#now();
    this.#samples++;
    const detail = this.#source.isPaced ? this.#pace.next() : 'run-times-and-cores';
    const flushes = nowNs >= this.#flushAtNs;
    // Where switches are recorded, these say what the cores did in between.
    if (flushes || (this.#source.isPaced && detail !== 'nothing')) this.#cores.sample(nowNs);
    if (detail !== 'nothing') this.#source.sample(nowNs, detail);
    this.#waits?.discover();
    if (!flushes) return;
    this.#flush(nowNs);
    const activity = this.#onTree === null ? null : this.#source.activity(nowNs);
    if (activity !== null) this.#onTree?.(activity);
    if (this.#source.isPaced) this.#pace.judge(nowNs, ownCpuNs() ?? 0);
  }

  begin(scope: TrialScope): void {
    const nowNs = this.#now();
    this.#pace = new Pace();
    this.#waits?.end();
    this.#source.begin(scope, nowNs);
    if (this.#source.tree !== null) this.#waits?.begin(this.#source.tree);
    this.#coresAtBegin = this.#cores.read();
  }

  announce(workers: readonly MeasuredWorker[]): void {
    this.#source.announce(workers, this.#now());
  }

  supersede(readings: readonly FinalReading[], receivedNs: Nanoseconds): void {
    this.#source.supersede(readings, receivedNs);
  }

  end(): TrialScheduling {
    const nowNs = this.#now();
    const perCore = coreShares(this.#coresAtBegin, this.#cores.read());
    this.#waits?.end();
    const evidence = this.#source.end(nowNs);
    this.#flush(nowNs);
    const warnings = [...evidence.warnings, ...(this.#waits?.warnings ?? [])];
    return trialTotals({ ...evidence, endNs: nowNs, perCore, warnings });
  }

  /** Ends the recording; an unfinished trial keeps the samples it has. */
  async stop(): Promise<CollectorCost> {
    const nowNs = this.#now();
    this.#waits?.end();
    this.#source.end(nowNs);
    this.#cores.sample(nowNs);
    this.#flush(nowNs);
    this.#cores.close();
    this.#waits?.close();
    this.#source.close();
    await this.#writer.end();
    const onCpuNs = ownCpuNs();
    return {
      samples: this.#samples,
      onCpuNs: onCpuNs === null ? null : asNanoseconds(onCpuNs),
      elapsedNs: asNanoseconds(nowNs - this.#startedNs),
    };
  }

  #now(): Nanoseconds {
    return asNanoseconds(Number(process.hrtime.bigint() - this.#originNs));
  }

  #flush(nowNs: Nanoseconds): void {
    this.#onCores(this.#cores.flush(this.#writer));
    this.#source.flush(this.#writer);
    // Behind the rows of the threads that it tells of.
    this.#waits?.flush(this.#writer);
    this.#flushAtNs = nowNs + flushEveryNs;
  }
}
