import type { ProfileProgress, TreeActivity } from '../../../shared/jobs.ts';
import type { CollectorUse, Finding } from '../../../shared/lab-report.ts';
import type { ProfileReport, ProgramExit } from '../../../shared/profile-report.ts';
import type { ProfileRequest } from '../../../shared/profile.ts';
import type { OutlivingProcess } from '../../../shared/worker-protocol.ts';
import type { InspectedCommand } from '../../../shared/workplace.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type { FindingsOrder } from '../advice/findings/findings-message.ts';
import type { ProfileFacts } from '../advice/findings/findings.ts';
import { lookForFindings } from '../advice/findings/look-for-findings.ts';
import { unrecordedThreads } from '../advice/findings/unrecorded-threads.ts';
import type { ProcessSeen, TrialScheduling } from '../collector/collector.ts';
import { KeptProcess } from '../executors/kept-process.ts';
import { LastWords } from '../executors/last-words.ts';
import type { Placement } from '../lab/placement.ts';
import type { Recording } from '../open-recording.ts';
import type { Tracing } from '../tracing/tracing.ts';
import type { ProfileEnvironment } from './profile.ts';
import type { ProfileObserver } from './profile-observer.ts';
import { isHolding } from './held-command.ts';
import { noTasks, reportProfile } from './profile-report.ts';
import { outlivedWarning, refusedWarning } from './profile-warnings.ts';

export interface ProfileRunSetup {
  readonly request: ProfileRequest;
  readonly command: InspectedCommand;
  readonly placement: Placement;
  readonly recording: Recording;
  /** Null: its tasks are not traced. */
  readonly tracing: Tracing | null;
  readonly originNs: bigint;
  readonly environment: ProfileEnvironment;
  readonly observer: ProfileObserver;
}

const progressEveryMs = 100;

/** Output is a trial's, as in a lab; a profile is one trial. */
const trial = 0;

/** One run of a program, from its held process to its report. */
export class ProfileRun {
  readonly #setup: ProfileRunSetup;
  readonly #warnings = new Set<string>();
  readonly #lastWords = new LastWords();
  #phase: ProfileProgress['phase'] = 'starting';
  #releasedNs: bigint | null = null;
  #exitedNs: bigint | null = null;
  #exit: ProgramExit = { code: null, signal: null };
  #rootPid: number | null = null;
  #totals: TrialScheduling | null = null;
  #ownPids: readonly number[] = [];
  #activity: TreeActivity | null = null;
  #stopped = false;
  #complete = false;
  #interrupted = false;
  #collectorUse: CollectorUse | null = null;
  #findings: readonly Finding[] = [];

  constructor(setup: ProfileRunSetup) {
    this.#setup = setup;
  }

  /** The signal ended the program. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** The program was let go; before, there is nothing worth keeping. */
  get began(): boolean {
    return this.#releasedNs !== null;
  }

  warn(warning: string | null): void {
    if (warning !== null) this.#warnings.add(warning);
  }

  active(activity: TreeActivity): void {
    this.#activity = activity;
  }

  /**
   * Resolves when the program has ended, by itself or by the signal, and nothing of it is left. Rejects when it could not be started, and
   * when the session can no longer be written.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { writer } = this.#setup.recording;
    const program = this.#start();
    const unwritable = new AbortController();
    const failure = writer.failed.catch((error: unknown) => unwritable.abort(error));
    const either = AbortSignal.any([signal, unwritable.signal]);
    const kill = (): void => void program.kill();
    either.addEventListener('abort', kill);
    if (either.aborted) kill();
    const timer = setInterval(() => this.#tell(), progressEveryMs);
    try {
      await this.#follow(program, either);
    } finally {
      clearInterval(timer);
      either.removeEventListener('abort', kill);
      await program.kill();
    }
    if (unwritable.signal.aborted) await failure;
    unwritable.signal.throwIfAborted();
  }

  /** Stops the collector, looks for findings until the signal is given, writes the last report and closes the session. */
  async finish(signal: AbortSignal): Promise<ProfileReport> {
    const { writer, collector, output } = this.#setup.recording;
    this.#enter('finishing');
    const { samples, onCpuNs, elapsedNs } = await collector.stop();
    this.#collectorUse = {
      samples,
      on_cpu_ms: onCpuNs === null ? null : onCpuNs / 1e6,
      elapsed_ms: elapsedNs / 1e6,
    };
    this.warn(output.warning());
    await this.#finishTracing();
    await this.#lookForFindings(signal);
    const report = this.#report();
    writer.setReport(report);
    await writer.finish({ complete: this.#complete });
    return report;
  }

  /** Both the rest of its tasks and what they come to are read from files, so each is written before. */
  async #finishTracing(): Promise<void> {
    const { recording, tracing, environment } = this.#setup;
    if (tracing === null) return;
    const warnings = await tracing.finish(this.#processesSeen());
    await recording.writer.flushed();
    for (const warning of [...warnings, ...(await tracing.account(recording.writer.path))])
      this.warn(warning);
    // What it held is free for whoever looks at all that was recorded next.
    await tracing.close();
    environment.platform.giveBackMemory();
  }

  /** The system may have been asked what the program's own process runs while that was still the shell that held it. */
  #processesSeen(): readonly ProcessSeen[] {
    const all = this.#totals?.processes ?? [];
    const own = all.findLast(({ pid }) => pid === this.#rootPid);
    const isOld = own !== undefined && (isHolding(own.command) || !own.command.includes(' '));
    if (!isOld) return all;
    return [...all, { ...own, command: this.#setup.command.argv.join(' ') }];
  }

  /** In what was recorded: the session is read for them, so all of it is written first. */
  async #lookForFindings(signal: AbortSignal): Promise<void> {
    const { placement, originNs, recording, environment } = this.#setup;
    const { writer, collector } = recording;
    if (this.#releasedNs === null || this.#totals === null) return;
    const from = Number(this.#releasedNs - originNs);
    await writer.flushed();
    const facts: ProfileFacts = {
      from: asNanoseconds(from),
      to: asNanoseconds(from + (this.#elapsedNs() ?? 0)),
      cores: placement.cores,
      scheduling: collector.scheduling,
      ...unrecordedThreads(this.#totals),
      ownPids: [process.pid, ...this.#ownPids],
    };
    const order: FindingsOrder = { command: 'profile', path: writer.path, facts };
    const { findings, warning } = await lookForFindings(order, environment.entries.findings, signal);
    this.#findings = findings;
    this.warn(warning);
    environment.platform.giveBackMemory();
  }

  #start(): KeptProcess {
    const { request, command, placement, recording, tracing, environment } = this.#setup;
    const [file = '', ...args] = tracing?.commandOf(command.argv, request.cwd) ?? command.argv;
    this.#enter('starting');
    return new KeptProcess({
      keeper: environment.entries.keeper,
      role: 'program',
      // A name that looks like an option would be one to the shell that holds the program.
      command: file.startsWith('-') ? command.program : file,
      args,
      cwd: request.cwd,
      env: tracing?.env ?? request.env,
      cores: placement.confinedTo,
      ...environment.terminal,
      onOutput: (stream, text) => {
        if (stream === 'stderr') this.#lastWords.hear(text);
        recording.output.write(trial, stream, text);
      },
      onStopped: (stopped) => {
        this.#stopped = stopped;
        this.#tell();
      },
    });
  }

  async #follow(program: KeptProcess, signal: AbortSignal): Promise<void> {
    const { command, recording } = this.#setup;
    const { collector, writer } = recording;
    this.#rootPid = await program.started;
    this.#ownPids = program.keeperPid === null ? [] : [program.keeperPid];
    await collector.beginTrial({ trial, rootPid: this.#rootPid, workers: [] });
    // On disk before it runs: a session that is cut off at any moment from then on says what it is of.
    writer.setReport(this.#report());
    await writer.flushed();
    this.#releasedNs = await program.release();
    this.#setup.observer.programBegan?.({ send: (sent) => program.send(sent) });
    this.#enter('running');
    const exit = await program.exited;
    this.#interrupted = signal.aborted;
    this.#exitedNs = exit?.atNs ?? null;
    this.#totals = await collector.endTrial();
    for (const warning of this.#totals.warnings) this.warn(warning);
    this.#enter('ending');
    const end = await program.ended;
    this.#complete = exit !== null && !this.#interrupted;
    if (exit !== null) this.#exit = { code: exit.code, signal: exit.signal };
    else if (this.#interrupted) this.#exit = { code: null, signal: end.signal };
    else
      this.warn('The process that watched over the program was killed, and so the program was ended, too.');
    // By now all of its output has been read.
    this.warn(refusedWarning(command.argv[0] ?? '', this.#exit.code, this.#lastWords.line));
    this.#warnOfOutliving(end.outlived);
  }

  #warnOfOutliving(outlived: readonly OutlivingProcess[]): void {
    if (!this.#interrupted) for (const warning of outlivedWarning(outlived)) this.warn(warning);
  }

  #enter(phase: ProfileProgress['phase']): void {
    this.#phase = phase;
    this.#tell();
  }

  #tell(): void {
    const { observer, recording, tracing } = this.#setup;
    observer.progressed({
      phase: this.#phase,
      elapsedNs: this.#elapsedNs() ?? 0,
      scheduling: this.#phase === 'starting' ? null : recording.collector.scheduling,
      activity: this.#activity,
      outputCharacters: recording.output.characters,
      outputDropped: recording.output.dropped,
      stopped: this.#stopped,
      tasks: tracing?.soFar ?? null,
    });
  }

  /** Since the program was let go, until its end or now; null: it was not. */
  #elapsedNs(): number | null {
    if (this.#releasedNs === null) return null;
    return Number((this.#exitedNs ?? process.hrtime.bigint()) - this.#releasedNs);
  }

  #report(): ProfileReport {
    const { request, command, placement, recording, tracing, environment } = this.#setup;
    return reportProfile({
      session: recording.writer.path,
      complete: this.#complete,
      argv: command.argv,
      cwd: request.cwd,
      coresUsed: placement.cores,
      exit: this.#exit,
      wallNs: this.#exitedNs === null ? null : this.#elapsedNs(),
      machine: environment.platform.machine(),
      scheduling: recording.collector.scheduling,
      rootPid: this.#rootPid,
      totals: this.#totals,
      tasks: tracing?.tasks ?? noTasks,
      findings: this.#findings,
      warnings: [...this.#warnings],
      collector: this.#collectorUse,
    });
  }
}
