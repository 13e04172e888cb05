import type { TreeActivity } from '../../../../shared/jobs.ts';
import type { Scheduling } from '../../../../shared/lab-report.ts';
import { type Nanoseconds, fromMilliseconds } from '../../../../shared/units.ts';
import type { FinalReading, MeasuredWorker, TrialScope } from '../collector.ts';
import { lossesBatch } from '../sample-rows.ts';
import { ProcessRoll } from '../scheduling/process-roll.ts';
import { type SchedulingMode, exactReason } from '../scheduling/reasons.ts';
import { ThreadRoll } from '../scheduling/thread-roll.ts';
import type { OpenedRecording, SwitchRecording } from '../switch-recording.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { ExactTrial } from './exact-trial.ts';
import { procIntroductions } from './introductions.ts';
import type { ProcSampling } from './proc-sampling.ts';
import type { SchedulingSource, SourceEvidence } from './scheduling-source.ts';
import type { MeasuredTree } from './waits/wait-sampling.ts';

/** While programs are being executed the rings are emptied that often, to read command lines before they are gone. */
const drainEveryMs = 50;
/**
 * Else they rest, and are emptied for the writer's commits only: what a drain costs is mostly that it finds the processor's caches cold.
 * A ring that fills sooner says so itself.
 */
const restNs = fromMilliseconds(175);
/** How often /proc is looked into beside the recording, for memory, run delays, and processes that it does not show. */
const roundNs = fromMilliseconds(200);
/** How often all of /proc is searched for processes that no event tells of. Listing it takes a millisecond on a busy machine. */
const searchNs = fromMilliseconds(1000);
/** A look at very many threads takes long: then the next one comes after so many times as long, but not later than a second. */
const roundsRest = 100;
const longestRestNs = fromMilliseconds(1000);

export interface ExactSchedulingOptions {
  /** Opens a recording for one trial. */
  readonly open: () => OpenedRecording;
  /** The first one, which showed what the kernel allows. */
  readonly first: SwitchRecording;
  readonly refused: OpenedRecording['refused'];
  readonly wanted: SchedulingMode;
  /** The period that was asked for. */
  readonly periodMs: number;
  /** Tells what the events do not: memory, baselines, what cannot be recorded. */
  readonly sampling: ProcSampling;
  /** The session's clock. */
  readonly now: () => Nanoseconds;
}

/**
 * Records every context switch, trial by trial. Each trial has a recording of its own, so that nothing of one is left in the next.
 */
export class ExactScheduling implements SchedulingSource {
  readonly periodMs: number;
  readonly isPaced = false;
  readonly #options: ExactSchedulingOptions;
  readonly #rolls = {
    threads: new ThreadRoll(),
    processes: new ProcessRoll(procIntroductions),
    introductions: procIntroductions,
  };
  /** Opened already, for the next trial. */
  #ready: SwitchRecording | null;
  #recording: SwitchRecording | null = null;
  #trial: ExactTrial | null = null;
  /** The trial whose rows are to be written: the one under way, or the one that ended just now. */
  #unwritten: ExactTrial | null = null;
  readonly #reason: string;
  /** Why nothing could be opened for the trial under way. */
  #refusal = '';
  #lost = 0;
  #drainAtNs = 0;
  #roundAtNs = 0;
  #searchAtNs = 0;
  readonly #mode: SwitchRecording['mode'];
  readonly #wakes: boolean;

  constructor(options: ExactSchedulingOptions) {
    this.#options = options;
    this.periodMs = Math.max(options.periodMs, drainEveryMs);
    this.#ready = options.first;
    this.#mode = options.first.mode;
    this.#wakes = options.first.wakes;
    this.#reason = exactReason(options.first, options.wanted, options.refused);
  }

  get scheduling(): Scheduling {
    const lost = this.#lost + (this.#trial?.switchboard.lost ?? 0);
    return { mode: this.#mode, reason: this.#reason, lost, wakes: this.#wakes };
  }

  begin(scope: TrialScope, nowNs: Nanoseconds): void {
    // A trial whose runner died is never ended.
    this.end(nowNs);
    const { sampling, now } = this.#options;
    const { recording, refused } = this.#open();
    this.#recording = recording;
    sampling.begin(scope, nowNs);
    const refusal = recording === null ? refused.at(-1) : undefined;
    this.#refusal = refusal === undefined ? '' : `${refusal.reason} ${refusal.remedy}`;
    if (recording === null || sampling.trial === null) return;
    const surroundings = { recording, rolls: this.#rolls, now };
    const trial = new ExactTrial(sampling.trial, scope.workers, surroundings);
    this.#trial = trial;
    this.#unwritten = trial;
    this.#drainAtNs = nowNs;
    this.#roundAtNs = trial.startNs + roundNs;
    this.#searchAtNs = trial.startNs + roundNs;
    recording.onFilling(() => trial.drain());
  }

  announce(workers: readonly MeasuredWorker[], nowNs: Nanoseconds): void {
    this.#options.sampling.announce(workers, nowNs);
    this.#trial?.drain();
    this.#trial?.announce(workers, nowNs);
  }

  supersede(readings: readonly FinalReading[], receivedNs: Nanoseconds): void {
    this.#options.sampling.supersede(readings, receivedNs);
  }

  sample(nowNs: Nanoseconds): void {
    if (this.#trial === null) return;
    const isRound = nowNs >= this.#roundAtNs;
    if (isRound || nowNs >= this.#drainAtNs) {
      this.#drainAtNs = this.#trial.drain() ? nowNs : nowNs + restNs;
    }
    if (!isRound) return;
    const { sampling, now } = this.#options;
    this.#trial.meetNewcomers(nowNs);
    const strangers = this.#mode === 'process' && nowNs >= this.#searchAtNs;
    if (strangers) this.#searchAtNs = nowNs + searchNs;
    sampling.sampleBeneath(nowNs, { runDelays: !this.#wakes, strangers });
    this.#trial.look(nowNs);
    const restedNs = Math.min(roundsRest * (now() - nowNs), longestRestNs);
    this.#roundAtNs = nowNs + Math.max(roundNs, restedNs);
  }

  end(nowNs: Nanoseconds): SourceEvidence {
    const [trial, recording] = [this.#trial, this.#recording];
    recording?.stop();
    const endNs = this.#options.now();
    trial?.drain({ all: true });
    const kernels = this.#options.sampling.end(nowNs);
    recording?.close();
    this.#recording = null;
    this.#trial = null;
    if (trial === null) return this.#withoutSwitches(kernels);
    this.#lost += trial.switchboard.lost;
    return trial.end(endNs, kernels);
  }

  get tree(): MeasuredTree | null {
    const trial = this.#trial;
    // Without a recording there are no rows of threads either.
    if (trial === null) return null;
    return { pids: () => trial.pids, rowOf: (pid, tid) => trial.rowOf(pid, tid) };
  }

  activity(nowNs: Nanoseconds): TreeActivity | null {
    return this.#trial?.activity(nowNs) ?? null;
  }

  flush(writer: PortWriter): void {
    this.#options.sampling.flush(writer);
    const threads = this.#rolls.threads.take();
    if (threads.length > 0) writer.addThreads(threads);
    const processes = this.#rolls.processes.take();
    if (processes.length > 0) writer.addProcesses(processes);
    if (this.#unwritten === null) return;
    const { switchboard, lines } = this.#unwritten;
    for (const slices of switchboard.slices.take()) writer.append('slices', slices);
    const losses = switchboard.takeLosses();
    if (losses.length > 0) writer.append('losses', lossesBatch(losses));
    lines.flush(writer);
    this.#unwritten = this.#trial;
  }

  close(): void {
    this.#ready?.close();
    this.#recording?.close();
    this.#options.sampling.close();
  }

  #open(): OpenedRecording {
    if (this.#ready === null) return this.#options.open();
    const recording = this.#ready;
    this.#ready = null;
    return { recording, refused: [] };
  }

  /** The kernel allowed a recording before, and refused this one: it may have had no more memory or files to give. */
  #withoutSwitches(kernels: SourceEvidence): SourceEvidence {
    if (this.#refusal === '') return kernels;
    const warning = `The switches of a trial could not be recorded, its totals are the kernel's. ${this.#refusal}`;
    this.#refusal = '';
    return { ...kernels, warnings: [...kernels.warnings, warning] };
  }
}
