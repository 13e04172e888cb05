import type { PlannedTrial } from '../../../shared/experiment.ts';
import { interleave } from '../../../shared/experiment.ts';
import type { LabProgress } from '../../../shared/jobs.ts';
import type { LabReport, PinPolicy, TrialReport } from '../../../shared/lab-report.ts';
import type { FindingsOrder } from '../advice/findings/findings-message.ts';
import { lookForFindings } from '../advice/findings/look-for-findings.ts';
import type { LabAccount } from './lab-account.ts';
import type { LabObserver } from './lab-observer.ts';
import type { LabPlan } from './lab-plan.ts';
import { memoryObjection } from './memory-need.ts';
import { LabClock } from './progress.ts';
import { fixedSchedule, type EndedTrial, type Schedule, type SoFar } from './schedule.ts';
import { TrialBench, type BenchSetup } from './trial-bench.ts';

export interface RoundsSetup extends BenchSetup {
  readonly pin: PinPolicy;
  /** When the lab began, by `performance.now()`: its budget is for all of it. */
  readonly startedAt: number;
}

const progressEveryMs = 100;
/** Of winner and runner-up each, with their workers free. */
const confirmations = 3;

/** Runs trials as the plan says and keeps the report of the lab up to date in the session. */
export class Rounds {
  readonly #setup: RoundsSetup;
  readonly #plan: LabPlan;
  readonly #account: LabAccount;
  readonly #observer: LabObserver;
  readonly #bench: TrialBench;
  readonly #clock = new LabClock();

  /** What is to come, the trial under way included. Worked out after each trial, as that takes a while. */
  #upcoming: readonly PlannedTrial[] = [];

  constructor(setup: RoundsSetup, plan: LabPlan, account: LabAccount, observer: LabObserver) {
    this.#setup = setup;
    this.#plan = plan;
    this.#account = account;
    this.#observer = observer;
    this.#bench = new TrialBench(setup, observer);
  }

  /** Resolves when all trials have ended, the budget is spent, or the signal was given. Rejects when the session can no longer be written. */
  async run(signal: AbortSignal): Promise<void> {
    const { writer } = this.#setup.recording;
    const unwritable = new AbortController();
    const failure = writer.failed.catch((error: unknown) => {
      unwritable.abort(error);
    });
    const either = AbortSignal.any([signal, unwritable.signal]);
    const timer = setInterval(() => this.#report(), progressEveryMs);
    try {
      const { schedule } = this.#plan;
      const cut = await this.#follow(schedule, this.#setup.pin, either);
      if (cut && !either.aborted) this.#warnOfBudget(schedule);
      await this.#confirm(either);
    } finally {
      clearInterval(timer);
    }
    if (unwritable.signal.aborted) await failure;
    unwritable.signal.throwIfAborted();
    this.#account.measured(!signal.aborted);
  }

  /** Stops the collector, looks for findings until the signal is given, writes the last report and closes the session. */
  async finish(signal: AbortSignal): Promise<LabReport> {
    const { writer, collector, output } = this.#setup.recording;
    this.#observer.progressed({ ...this.#progress(), phase: 'finishing' });
    this.#account.collected(await collector.stop());
    this.#account.warn(output.warning());
    await writer.flushed();
    await this.#lookForFindings(signal);
    this.#account.conclude();
    const report = this.#account.report();
    writer.setReport(report);
    await writer.finish({ complete: this.#account.complete });
    return report;
  }

  /** Whether something was left out for lack of time. */
  async #follow(schedule: Schedule, pin: PinPolicy, signal: AbortSignal): Promise<boolean> {
    const ended: EndedTrial[] = [];
    const soFar = (): SoFar => ({ ended, elapsedMs: performance.now() - this.#setup.startedAt });
    while (!signal.aborted) {
      const now = soFar();
      const planned = schedule.next(now);
      this.#upcoming = schedule.upcoming(now);
      if (planned === null) break;
      ended.push(await this.#trial(planned, pin, signal));
    }
    return schedule.isCutShort(soFar());
  }

  /** The two best once more, side by side, with their workers free on the cores: as they would run in a program. */
  async #confirm(signal: AbortSignal): Promise<void> {
    if (!this.#plan.confirms || signal.aborted) return;
    const { leaders } = this.#account;
    if (leaders?.runnerUp == null) return;
    const pair = [leaders.winner, leaders.runnerUp].map(({ executor, workers }) => ({ executor, workers }));
    const { confirmUntilMs } = this.#plan;
    const leftMs = confirmUntilMs - (performance.now() - this.#setup.startedAt);
    if ((this.#clock.expectedMs(pair) ?? 0) > leftMs) {
      this.#account.warn(
        'No time was left to run the two best again with their workers free (--budget gives more).',
      );
      return;
    }
    await this.#follow(fixedSchedule(interleave(pair, confirmations), confirmUntilMs), 'set', signal);
  }

  async #trial(planned: PlannedTrial, pin: PinPolicy, signal: AbortSignal): Promise<EndedTrial> {
    const { studied, recording } = this.#setup;
    const trials = this.#account.trials;
    const objection = memoryObjection(planned, studied.probe, trials, process.availableMemory());
    if (objection !== null) {
      this.#account.skip(objection);
      return { planned, report: null, tookMs: 0, repeatable: false };
    }
    const startedAt = performance.now();
    const order = { planned, pin, trial: trials.length, ...this.#plan.material(planned, trials) };
    const keep = (underWay?: TrialReport): void => recording.writer.setReport(this.#account.report(underWay));
    const { end, report } = await this.#bench.run(order, keep, signal);
    const tookMs = performance.now() - startedAt;
    this.#clock.trialEnded(planned, tookMs);
    if (end.type === 'refused') {
      const { message, remedy } = end.error;
      this.#account.skip({ executor: planned.executor, reason: message, remedy });
      return { planned, report: null, tookMs, repeatable: false };
    }
    this.#account.add(report, end);
    keep();
    return { planned, report, tookMs, repeatable: end.type === 'finished' };
  }

  async #lookForFindings(signal: AbortSignal): Promise<void> {
    const { recording, entries } = this.#setup;
    const { writer, collector } = recording;
    const { trials, unrecorded } = this.#account;
    const facts = { trials, scheduling: collector.scheduling, unrecorded, ownPids: [process.pid] };
    const order: FindingsOrder = { command: 'lab', path: writer.path, facts };
    const { findings, warning } = await lookForFindings(order, entries.findings, signal);
    this.#account.found(findings);
    this.#account.warn(warning);
  }

  #warnOfBudget({ limitMs, isFixed }: Schedule): void {
    const seconds = (limitMs ?? 0) / 1e3;
    this.#account.warn(
      isFixed
        ? `The budget of ${seconds} s was spent before all repeats had run.`
        : `The budget of ${seconds} s was spent before every figure was known to 5 % (--budget gives it more time).`,
    );
  }

  #report(): void {
    this.#observer.progressed(this.#progress());
  }

  #progress(): LabProgress {
    const current = this.#bench.underWay;
    const settled = current?.settled ?? 0;
    const tasks = current?.tasks ?? this.#setup.studied.inspection.tasks;
    const ahead = { upcoming: this.#upcoming, limitMs: this.#plan.schedule.limitMs };
    return {
      phase: current?.phase ?? 'starting',
      planned: current?.planned ?? null,
      trialsDone: this.#clock.done,
      trialsPlanned: this.#clock.done + this.#upcoming.length,
      planIsOpen: !this.#plan.schedule.isFixed,
      settled,
      tasks,
      idleSeconds: (current?.idleMs ?? 0) / 1e3,
      ...this.#clock.estimate(ahead, settled / tasks),
    };
  }
}
