import type { PlannedTrial } from '../../../shared/experiment.ts';
import { familyOf } from '../../../shared/executors.ts';
import type { PinPolicy, TrialReport } from '../../../shared/lab-report.ts';
import type { TaskSource, WarmUp, WorkerAnnouncement } from '../../../shared/worker-protocol.ts';
import type { Recording } from '../open-recording.ts';
import type { LabConditions } from './lab-conditions.ts';
import type { LabObserver } from './lab-observer.ts';
import type { Study } from './study.ts';
import { TaskTally } from './task-tally.ts';
import { reportTrial } from './trial-report.ts';
import { runTrial, type TrialEnd } from './trial-run.ts';

export interface BenchSetup extends LabConditions {
  readonly cores: readonly number[];
  readonly studied: Study;
  readonly recording: Recording;
}

/** One trial as it is to be run. */
export interface TrialOrder {
  readonly planned: PlannedTrial;
  readonly pin: PinPolicy;
  readonly source: TaskSource;
  /** Tasks that will settle. */
  readonly tasks: number;
  /** Number of the trial in the session. */
  readonly trial: number;
}

/** The trial under way, for whoever watches. */
export interface TrialUnderWay extends TrialOrder {
  readonly phase: 'starting' | 'running';
  readonly settled: number;
  readonly idleMs: number;
}

/** A task longer than this alone is measured cold: compiling it is nothing beside it, warming up would double the lab. */
const longestWarmedNs = 500e6;
const warmUpNs = 200e6;

/** Runs trials one after the other and records what happens in them. */
export class TrialBench {
  readonly #setup: BenchSetup;
  readonly #observer: LabObserver;
  #current: { order: TrialOrder; tally: TaskTally; phase: 'starting' | 'running'; settledAt: number } | null =
    null;
  #nextWorker = 0;

  constructor(setup: BenchSetup, observer: LabObserver) {
    this.#setup = setup;
    this.#observer = observer;
  }

  get underWay(): TrialUnderWay | null {
    if (this.#current === null) return null;
    const { order, tally, phase, settledAt } = this.#current;
    return { ...order, phase, settled: tally.settled, idleMs: performance.now() - settledAt };
  }

  /**
   * One trial, tried again cold when its process ends while it warms up. `onBegin` gets the report of a trial of which nothing is known yet, before
   * it runs: a session cut off in mid-trial then says which trial that was.
   */
  async run(
    order: TrialOrder,
    onBegin: (report: TrialReport) => void,
    signal: AbortSignal,
  ): Promise<{ readonly end: TrialEnd; readonly report: TrialReport }> {
    let tally = new TaskTally();
    onBegin(this.#report(order, tally, null));
    let end = await this.#attempt(order, tally, this.#warmUp(order.planned), signal);
    // A task that ends its own process does so while it warms up, too. Measured cold, the trial shows it.
    if (end.type === 'died' && end.cold) {
      tally = new TaskTally();
      end = await this.#attempt(order, tally, { untilNs: 0, atLeast: 0 }, signal);
    }
    this.#current = null;
    const report = this.#report(order, tally, end);
    if (end.type !== 'refused') this.#observer.trialEnded?.(order.trial, this.#nowNs());
    if (end.type === 'finished') {
      this.#setup.recording.writer.addFailures(
        end.failures.map(({ firstTask, ...failure }) => ({
          ...failure,
          trial: order.trial,
          first_task: firstTask,
        })),
      );
    }
    return { end, report };
  }

  #attempt(order: TrialOrder, tally: TaskTally, warmUp: WarmUp, signal: AbortSignal): Promise<TrialEnd> {
    const { recording, ...conditions } = this.#setup;
    const { writer, collector, output } = recording;
    const { planned, trial, pin, source } = order;
    const current = { order, tally, phase: 'starting' as const, settledAt: performance.now() };
    this.#current = current;
    return runTrial(
      planned,
      {
        ...conditions,
        pin,
        source,
        warmUp,
        collector,
        trial,
        firstWorker: this.#nextWorker,
        onPhase: (phase) => {
          this.#current = { ...current, phase, settledAt: performance.now() };
          if (phase === 'running') this.#observer.trialBegan?.(trial, planned, this.#nowNs());
        },
        onTasks: (batch) => {
          tally.add(batch);
          if (this.#current !== null) this.#current.settledAt = performance.now();
          this.#observer.tasksSettled?.(batch);
          // The writer takes the arrays away: last.
          writer.append('tasks', batch);
        },
        onWorkers: (workers) => this.#addWorkers(trial, workers),
        onOutput: (stream, text) => output.write(trial, stream, text),
      },
      signal,
    );
  }

  #addWorkers(trial: number, workers: readonly WorkerAnnouncement[]): void {
    for (const { worker } of workers) this.#nextWorker = Math.max(this.#nextWorker, worker + 1);
    this.#setup.recording.writer.addWorkers(
      workers.map(({ worker, pid, tid, name, affinity }) => ({ worker, trial, pid, tid, name, affinity })),
    );
  }

  #warmUp({ executor, workers }: PlannedTrial): WarmUp {
    const { probe } = this.#setup.studied;
    if (probe === null || probe.wallNs / probe.runs > longestWarmedNs) return { untilNs: 0, atLeast: 0 };
    // A worker per task keeps nothing warm but the file cache: one is enough.
    const family = familyOf(executor);
    const perTask = family === 'thread-per-task' || family === 'process-per-task';
    return perTask ? { untilNs: 0, atLeast: 1 } : { untilNs: warmUpNs, atLeast: workers };
  }

  #report({ planned, pin }: TrialOrder, tally: TaskTally, end: TrialEnd | null): TrialReport {
    const finished = end?.type === 'finished' ? end : null;
    return reportTrial({
      planned,
      cores: this.#setup.cores,
      pin,
      complete: finished !== null,
      tally,
      wallNs: finished?.wallNs ?? null,
      startupNs: finished?.startupNs ?? null,
      totals: finished?.totals ?? null,
    });
  }

  #nowNs(): number {
    return Number(process.hrtime.bigint() - this.#setup.originNs);
  }
}
