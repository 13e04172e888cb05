import type { WhatIfProgress, WhatIfReport, WhatIfRequest, WhatIfRunKind } from '../../../shared/what-if.ts';
import type { CollectorUse } from '../../../shared/lab-report.ts';
import type { LabEnvironment } from '../lab/lab.ts';
import { openSession } from '../store/reader.ts';
import type { Tracing } from '../tracing/tracing.ts';
import { countTasks, type RunTasks } from './count-tasks.ts';
import { GuardFindings, limitOf, tooLong } from './guard.ts';
import { runScript, type EndedRun, type RunConditions } from './script-run.ts';
import { planNothing, planSwap, readFacts, type Site } from './swap-files.ts';
import type { WhatIfObserver } from './what-if.ts';
import { reportWhatIf } from './what-if-report.ts';

export interface WhatIfRunsSetup {
  readonly request: WhatIfRequest;
  readonly conditions: Omit<RunConditions, 'env' | 'keeper'>;
  readonly tracing: Tracing;
  readonly originNs: bigint;
  readonly environment: LabEnvironment;
  readonly observer: WhatIfObserver;
}

/** A guarded run whose findings come after the fact is repeated, so often at most in all. */
const mostGuarded = 3;
const progressEveryMs = 100;

/** All runs of a what-if, from the rehearsal to the report. */
export class WhatIfRuns {
  readonly #setup: WhatIfRunsSetup;
  readonly #conditions: RunConditions;
  readonly #runs: EndedRun[] = [];
  readonly #warnings = new Set<string>();
  readonly #guard: GuardFindings | null;
  #tasks: readonly RunTasks[] | null = null;
  #nothing: string | null = null;
  #complete = false;
  #collectorUse: CollectorUse | null = null;
  #phase: WhatIfProgress['phase'] = 'starting';
  #releasedNs: bigint | null = null;

  constructor(setup: WhatIfRunsSetup) {
    const { conditions, tracing, environment, request } = setup;
    this.#setup = setup;
    this.#conditions = { ...conditions, env: tracing.env, keeper: environment.entries.keeper };
    this.#guard = request.swap === null ? null : new GuardFindings(request.swap);
  }

  /** A script was let go; before, there is nothing worth keeping. */
  get began(): boolean {
    return this.#releasedNs !== null;
  }

  warn(warning: string | null): void {
    if (warning !== null) this.#warnings.add(warning);
  }

  /** Resolves when all runs were made, or there is nothing to compare. Rejects with the signal's reason, and as `runScript` does. */
  async run(signal: AbortSignal): Promise<void> {
    const timer = setInterval(() => this.#tell(), progressEveryMs);
    try {
      await this.#rehearse(signal);
      await this.#tryOut(signal);
      if (this.#nothing === null) await this.#compare(signal);
      this.#complete = true;
    } finally {
      clearInterval(timer);
    }
  }

  /** Stops the collector, counts tasks, writes the last report and closes the session. */
  async finish(): Promise<WhatIfReport> {
    const { conditions, tracing } = this.#setup;
    const { writer, collector, output } = conditions.recording;
    this.#enter('finishing');
    const { samples, onCpuNs, elapsedNs } = await collector.stop();
    this.#collectorUse = {
      samples,
      on_cpu_ms: onCpuNs === null ? null : onCpuNs / 1e6,
      elapsed_ms: elapsedNs / 1e6,
    };
    this.warn(output.warning());
    for (const warning of await tracing.finish(this.#runs.flatMap(({ processes }) => processes))) {
      this.warn(warning);
    }
    await writer.flushed();
    this.#tasks = this.#count(writer.path);
    const report = this.#report();
    writer.setReport(report);
    await writer.finish({ complete: this.#complete });
    return report;
  }

  async #rehearse(signal: AbortSignal): Promise<void> {
    planNothing(this.#setup.tracing.folder);
    const { exit } = await this.#one('rehearsal', null, signal);
    if (exit.code !== 0) {
      const end = exit.signal ?? `exit code ${exit.code}`;
      this.warn(`The script ends with ${end} as it is, so what is compared is how it fails.`);
    }
  }

  /** Guarded runs, until one finds nothing after the fact. */
  async #tryOut(signal: AbortSignal): Promise<void> {
    const { request, tracing } = this.#setup;
    const guard = this.#guard;
    if (guard === null) return;
    for (let round = 0; round < mostGuarded; round += 1) {
      const limitNs = this.#limit('guarded');
      const sites = guard.refused.map(({ site }) => site);
      planSwap(tracing.folder, { how: 'guarded', swap: request.swap, workers: request.workers, sites });
      const run = await this.#one('guarded', limitNs, signal);
      guard.take(run, readFacts(tracing.folder));
      if (run.timedOut) this.warn(tooLong('guarded', limitNs));
      if (!guard.isToBeRepeated) break;
    }
    for (const warning of guard.warnings) this.warn(warning);
    this.#nothing = guard.nothingSwapped;
  }

  /** A B A B: a machine that gets slower or noisier does so for both. */
  async #compare(signal: AbortSignal): Promise<void> {
    const { request, tracing } = this.#setup;
    const { swap, workers } = request;
    for (let repeat = 0; repeat < request.repeat; repeat += 1) {
      planNothing(tracing.folder);
      await this.#one('baseline', null, signal);
      planSwap(tracing.folder, { how: 'timed', swap, workers, sites: this.#allowed });
      const variant = await this.#one('variant', this.#limit('variant'), signal);
      if (variant.timedOut) return this.warn(tooLong('variant', this.#limit('variant')));
    }
  }

  get #allowed(): readonly Site[] {
    return this.#guard?.allowed ?? [];
  }

  #limit(kind: 'guarded' | 'variant'): number {
    return limitOf(this.#runs.find((run) => run.kind === 'rehearsal')?.wallNs ?? null, kind);
  }

  async #one(kind: WhatIfRunKind, limitNs: number | null, signal: AbortSignal): Promise<EndedRun> {
    this.#enter(kind);
    const run = await runScript(
      this.#conditions,
      {
        trial: this.#runs.length,
        kind,
        limitNs,
        onReleased: (releasedNs) => (this.#releasedNs = releasedNs),
      },
      signal,
    );
    this.#runs.push(run);
    for (const warning of run.warnings) this.warn(warning);
    // On disk after each run: a session that is cut off holds what was seen by then.
    this.#setup.conditions.recording.writer.setReport(this.#report());
    return run;
  }

  /** Null where they cannot be read; then only output and exit were compared. */
  #count(path: string): readonly RunTasks[] {
    const session = openSession(path);
    try {
      const { originNs } = this.#setup;
      return countTasks(
        session,
        this.#runs.map(({ releasedNs }) => Number(releasedNs - originNs)),
      );
    } finally {
      session.close();
    }
  }

  #enter(phase: WhatIfProgress['phase']): void {
    this.#phase = phase;
    this.#tell();
  }

  #tell(): void {
    const { request, observer } = this.#setup;
    const tries = this.#guard === null ? 1 : 2;
    observer.progressed({
      phase: this.#phase,
      runsDone: this.#runs.length,
      runsPlanned: Math.max(this.#runs.length, tries + 2 * request.repeat),
      elapsedNs: this.#releasedNs === null ? 0 : Number(process.hrtime.bigint() - this.#releasedNs),
    });
  }

  #report(): WhatIfReport {
    const { request, conditions, originNs, environment } = this.#setup;
    const { recording, placement, command } = conditions;
    return reportWhatIf({
      request,
      session: recording.writer.path,
      complete: this.#complete,
      argv: command.argv,
      coresUsed: placement.cores,
      machine: environment.platform.machine(),
      scheduling: recording.collector.scheduling,
      originNs,
      runs: this.#runs,
      tasks: this.#tasks,
      allowed: this.#allowed,
      refused: this.#guard?.refused ?? [],
      nothing: this.#nothing,
      warnings: [...this.#warnings],
      collector: this.#collectorUse,
    });
  }
}
