import type {
  CollectorUse,
  Finding,
  LabReport,
  Machine,
  Recipe,
  ScalingReport,
  Skipped,
  TrialReport,
  Verdict,
} from '../../../shared/lab-report.ts';
import type { Decided, Decision } from '../advice/verdict/verdict.ts';
import { modelScaling } from '../advice/scaling-model.ts';
import { noneUnrecorded, unrecordedThreads } from '../advice/findings/unrecorded-threads.ts';
import type { UnrecordedThreads } from '../advice/findings/unrecorded-threads.ts';
import type { CollectorCost } from '../collector/collector.ts';
import type { TaskRuntime } from '../executors/task-runtime.ts';
import type { Recording } from '../open-recording.ts';
import { failureWarning, trialWarnings } from './trial-warnings.ts';
import type { TrialEnd } from './trial-run.ts';

export interface AccountSetup {
  readonly recording: Recording;
  readonly machine: Machine;
  readonly runtime: TaskRuntime;
  readonly skipped: readonly Skipped[];
  /** What the trials so far say. */
  readonly decide: (trials: readonly TrialReport[]) => Decided;
  readonly recipeFor: (decision: Decision) => Recipe | null;
}

/** All that a lab knows by now, and its report. */
export class LabAccount {
  readonly #setup: AccountSetup;
  readonly #trials: TrialReport[] = [];
  readonly #unrecorded: UnrecordedThreads[] = [];
  readonly #skipped: Skipped[];
  readonly #warnings = new Set<string>();
  /** Deciding takes a while, and nothing changes between trials. */
  #verdict: Verdict;
  #doubts: readonly string[] = [];
  #leaders: Decided['leaders'] = null;
  #scaling: readonly ScalingReport[] = [];
  #findings: readonly Finding[] = [];
  #collectorUse: CollectorUse | null = null;
  #complete = false;

  constructor(setup: AccountSetup) {
    this.#setup = setup;
    this.#skipped = [...setup.skipped];
    this.#verdict = this.#decided();
  }

  get trials(): readonly TrialReport[] {
    return this.#trials;
  }

  /** Of each trial. */
  get unrecorded(): readonly UnrecordedThreads[] {
    return this.#unrecorded;
  }

  /** Of the trials so far. */
  get leaders(): Decided['leaders'] {
    return this.#leaders;
  }

  get complete(): boolean {
    return this.#complete;
  }

  warn(warning: string | null): void {
    if (warning !== null) this.#warnings.add(warning);
  }

  skip(skipped: Skipped): void {
    this.#skipped.push(skipped);
  }

  add(report: TrialReport, end: TrialEnd): void {
    this.#trials.push(report);
    this.#unrecorded.push(end.type === 'finished' ? unrecordedThreads(end.totals) : noneUnrecorded);
    for (const warning of trialWarnings(report, end)) this.warn(warning);
    this.#verdict = this.#decided();
  }

  measured(complete: boolean): void {
    this.#complete = complete;
  }

  collected({ samples, onCpuNs, elapsedNs }: CollectorCost): void {
    this.#collectorUse = {
      samples,
      on_cpu_ms: onCpuNs === null ? null : onCpuNs / 1e6,
      elapsed_ms: elapsedNs / 1e6,
    };
  }

  found(findings: readonly Finding[]): void {
    this.#findings = findings;
  }

  /** Adds what takes long to work out and is of use at the end only. */
  conclude(): void {
    this.#verdict = this.#decided();
    this.#scaling = modelScaling(this.#trials);
  }

  /** @param underWay a trial that has not ended. */
  report(underWay?: TrialReport): LabReport {
    const { recording, machine, runtime } = this.#setup;
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
      warnings: [...this.#warnings, ...this.#doubts, ...known(failureWarning(this.#trials))],
      verdict: this.#verdict,
      scaling: this.#scaling,
      collector: this.#collectorUse,
    };
  }

  #decided(): Verdict {
    const { decision, doubts, leaders } = this.#setup.decide(this.#trials);
    this.#doubts = doubts;
    this.#leaders = leaders;
    return { ...decision, recipe: this.#setup.recipeFor(decision) };
  }
}

const known = (warning: string | null): readonly string[] => (warning === null ? [] : [warning]);
