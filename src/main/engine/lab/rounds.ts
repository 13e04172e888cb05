import type { CorelaneError } from '../../../shared/errors.ts';
import type { LabRequest, PlannedTrial } from '../../../shared/experiment.ts';
import type { LabProgress } from '../../../shared/jobs.ts';
import type {
  CollectorUse,
  Finding,
  LabReport,
  Machine,
  PinPolicy,
  ScalingReport,
  Skipped,
  TrialReport,
} from '../../../shared/lab-report.ts';
import type { WorkerAnnouncement } from '../../../shared/worker-protocol.ts';
import type { FindingsOrder } from '../advice/findings/findings-message.ts';
import { lookForFindings } from '../advice/findings/look-for-findings.ts';
import {
  noneUnrecorded,
  type UnrecordedThreads,
  unrecordedThreads,
} from '../advice/findings/unrecorded-threads.ts';
import { modelScaling } from '../advice/scaling-model.ts';
import { decide } from '../advice/verdict.ts';
import type { Recording } from '../open-recording.ts';
import type { LabObserver } from './lab-observer.ts';
import { LabClock } from './progress.ts';
import type { Study } from './study.ts';
import { TaskTally } from './task-tally.ts';
import { reportTrial } from './trial-report.ts';
import { runTrial, type TrialEnd } from './trial-run.ts';
import { describeTrial, failureWarning, trialWarnings } from './trial-warnings.ts';
import type { LabConditions } from './lab-conditions.ts';

export interface RoundsSetup extends LabConditions {
  readonly request: LabRequest;
  readonly cores: readonly number[];
  readonly pin: PinPolicy;
  readonly studied: Study;
  readonly skipped: readonly Skipped[];
  readonly machine: Machine;
  readonly recording: Recording;
}

/** A task longer than this alone is measured cold: compiling it is nothing beside it, warming up would double the lab. */
const longestWarmedNs = 500e6;
const warmUpNs = 200e6;
const progressEveryMs = 100;

/** Runs the planned trials one after the other and keeps the report of the lab up to date in the session. */
export class Rounds {
  readonly #setup: RoundsSetup;
  readonly #plan: readonly PlannedTrial[];
  readonly #clock: LabClock;
  readonly #observer: LabObserver;
  readonly #trials: TrialReport[] = [];
  /** Of each trial. */
  readonly #unrecorded: UnrecordedThreads[] = [];
  #findings: readonly Finding[] = [];
  #scaling: readonly ScalingReport[] = [];
  readonly #skipped: Skipped[];
  readonly #warnings = new Set<string>();
  /** Configurations that are not run again: their process died, or the clock ran out. */
  readonly #dropped = new Set<string>();
  #current: {
    planned: PlannedTrial;
    tally: TaskTally;
    phase: 'starting' | 'running';
    settledAt: number;
  } | null = null;
  #nextWorker = 0;
  #collectorUse: CollectorUse | null = null;
  #complete = false;

  constructor(setup: RoundsSetup, plan: readonly PlannedTrial[], observer: LabObserver) {
    this.#setup = setup;
    this.#skipped = [...setup.skipped];
    this.#plan = plan;
    this.#clock = new LabClock(plan);
    this.#observer = observer;
  }

  warn(warning: string | null): void {
    if (warning !== null) this.#warnings.add(warning);
  }

  /** Resolves when all trials have ended, the budget is spent, or the signal was given. Rejects when the session can no longer be written. */
  async run(signal: AbortSignal): Promise<void> {
    const { writer } = this.#setup.recording;
    const unwritable = new AbortController();
    const failure = writer.failed.catch((error: unknown) => {
      unwritable.abort(error);
    });
    const either = AbortSignal.any([signal, unwritable.signal]);
    const startedAt = performance.now();
    const timer = setInterval(() => this.#report(), progressEveryMs);
    try {
      for (const planned of this.#plan) {
        if (either.aborted) break;
        if (this.#isDropped(planned) || this.#isOverBudget(startedAt, planned)) this.#clock.trialDropped();
        else await this.#trial(planned, either);
      }
    } finally {
      clearInterval(timer);
    }
    if (unwritable.signal.aborted) await failure;
    unwritable.signal.throwIfAborted();
    this.#complete = !signal.aborted;
  }

  /** Stops the collector, looks for findings until the signal is given, writes the last report and closes the session. */
  async finish(signal: AbortSignal): Promise<LabReport> {
    const { writer, collector, output } = this.#setup.recording;
    this.#observer.progressed({ ...this.#progress(), phase: 'finishing' });
    const { samples, onCpuNs, elapsedNs } = await collector.stop();
    this.#collectorUse = {
      samples,
      on_cpu_ms: onCpuNs === null ? null : onCpuNs / 1e6,
      elapsed_ms: elapsedNs / 1e6,
    };
    this.warn(output.warning());
    await writer.flushed();
    await this.#lookForFindings(signal);
    this.#scaling = modelScaling(this.#trials);
    const report = this.#labReport();
    writer.setReport(report);
    await writer.finish({ complete: this.#complete });
    return report;
  }

  async #trial(planned: PlannedTrial, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    let end = await this.#attempt(planned, signal, this.#warmUp(planned));
    // A task that ends its own process does so while it warms up, too. Measured cold, the trial shows it.
    if (end.type === 'died' && end.cold)
      end = await this.#attempt(planned, signal, { untilNs: 0, atLeast: 0 });
    this.#clock.trialEnded(planned, performance.now() - startedAt);
    if (end.type !== 'finished' && end.type !== 'cancelled') this.#dropped.add(describeTrial(planned));
    if (end.type === 'refused') this.#skip(planned, end.error);
    else this.#keep(end);
  }

  async #attempt(
    planned: PlannedTrial,
    signal: AbortSignal,
    warmUp: { untilNs: number; atLeast: number },
  ): Promise<TrialEnd> {
    const { recording, ...conditions } = this.#setup;
    const { writer, collector, output } = recording;
    const trial = this.#trials.length;
    const tally = new TaskTally();
    const current = { planned, tally, phase: 'starting' as const, settledAt: performance.now() };
    this.#current = current;
    const firstWorker = this.#nextWorker;
    // Written before it runs: a session cut off in mid-trial then says which trial that was.
    writer.setReport(this.#labReport(this.#trialReport({ type: 'cancelled' })));
    return runTrial(
      planned,
      {
        ...conditions,
        warmUp,
        collector,
        trial,
        firstWorker,
        onPhase: (phase) => {
          if (this.#current !== null)
            this.#current = { ...this.#current, phase, settledAt: performance.now() };
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

  #skip({ executor }: PlannedTrial, { message, remedy }: CorelaneError): void {
    this.#current = null;
    this.#skipped.push({ executor, reason: message, remedy });
  }

  #keep(end: TrialEnd): void {
    const { writer } = this.#setup.recording;
    const report = this.#trialReport(end);
    const trial = this.#trials.push(report) - 1;
    this.#unrecorded.push(end.type === 'finished' ? unrecordedThreads(end.totals) : noneUnrecorded);
    this.#observer.trialEnded?.(trial, this.#nowNs());
    if (end.type === 'finished') {
      writer.addFailures(
        end.failures.map(({ firstTask, ...failure }) => ({ ...failure, trial, first_task: firstTask })),
      );
    }
    for (const warning of trialWarnings(report, end)) this.warn(warning);
    this.#current = null;
    writer.setReport(this.#labReport());
  }

  async #lookForFindings(signal: AbortSignal): Promise<void> {
    const { recording, entries } = this.#setup;
    const { writer, collector } = recording;
    const facts = {
      trials: this.#trials,
      scheduling: collector.scheduling,
      unrecorded: this.#unrecorded,
      ownPids: [process.pid],
    };
    const order: FindingsOrder = { command: 'lab', path: writer.path, facts };
    const { findings, warning } = await lookForFindings(order, entries.findings, signal);
    this.#findings = findings;
    this.warn(warning);
  }

  #warmUp({ executor, workers }: PlannedTrial): { untilNs: number; atLeast: number } {
    const { probe } = this.#setup.studied;
    if (probe === null || probe.wallNs / probe.runs > longestWarmedNs) return { untilNs: 0, atLeast: 0 };
    // A worker per task keeps nothing warm but the file cache: one is enough.
    const perTask = executor === 'thread-per-task' || executor === 'process-per-task';
    return perTask ? { untilNs: 0, atLeast: 1 } : { untilNs: warmUpNs, atLeast: workers };
  }

  #isDropped(planned: PlannedTrial): boolean {
    return this.#dropped.has(describeTrial(planned));
  }

  /** The first round is always run: less than one trial of each would answer nothing. */
  #isOverBudget(startedAt: number, planned: PlannedTrial): boolean {
    const { budget } = this.#setup.request;
    if (budget === null || planned.repeat === 1 || performance.now() - startedAt < budget / 1e6) return false;
    this.warn(`The budget of ${budget / 1e9} s was spent before all repeats had run.`);
    return true;
  }

  #nowNs(): number {
    return Number(process.hrtime.bigint() - this.#setup.originNs);
  }

  #report(): void {
    this.#observer.progressed(this.#progress());
  }

  #progress(): LabProgress {
    const { tasks } = this.#setup.studied.inspection;
    const settled = this.#current?.tally.settled ?? 0;
    const { fraction, secondsLeft } = this.#clock.estimate(settled / tasks);
    return {
      phase: this.#current?.phase ?? 'starting',
      planned: this.#current?.planned ?? null,
      trialsDone: this.#clock.done,
      trialsPlanned: this.#clock.planned,
      settled,
      tasks,
      idleSeconds: this.#current === null ? 0 : (performance.now() - this.#current.settledAt) / 1e3,
      fraction,
      secondsLeft,
    };
  }

  #trialReport(end: TrialEnd): TrialReport {
    const { cores, pin } = this.#setup;
    if (this.#current === null) throw new Error('no trial is under way');
    const { planned, tally } = this.#current;
    const finished = end.type === 'finished' ? end : null;
    return reportTrial({
      planned,
      cores,
      pin,
      complete: finished !== null,
      tally,
      wallNs: finished?.wallNs ?? null,
      startupNs: finished?.startupNs ?? null,
      totals: finished?.totals ?? null,
    });
  }

  #labReport(underWay?: TrialReport): LabReport {
    const { recording, machine, runtime, request, studied } = this.#setup;
    const { probe, processStartNs } = studied;
    return {
      corelane: 1,
      command: 'lab',
      session: recording.writer.path,
      complete: this.#complete,
      machine,
      runtime: { name: runtime.language, version: runtime.version },
      scheduling: recording.collector.scheduling,
      trials: underWay === undefined ? [...this.#trials] : [...this.#trials, underWay],
      skipped: [...this.#skipped],
      findings: this.#findings,
      warnings: [...this.#warnings, ...known(failureWarning(this.#trials))],
      verdict: {
        ...decide({ trials: this.#trials, probe, objective: request.objective, processStartNs }),
        recipe: null,
      },
      scaling: this.#scaling,
      collector: this.#collectorUse,
    };
  }
}

const known = (warning: string | null): readonly string[] => (warning === null ? [] : [warning]);
