import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { linuxPlatform } from '../../../../src/main/engine/collector/linux/platform.ts';
import type { Collector } from '../../../../src/main/engine/collector/collector.ts';
import type { TaskRuntime } from '../../../../src/main/engine/executors/task-runtime.ts';
import { runTrial, type TrialConditions, type TrialEnd } from '../../../../src/main/engine/lab/trial-run.ts';
import { createSession, type RecordingWriter } from '../../../../src/main/engine/store/writer.ts';
import { builtEntries } from '../../../../src/main/engine/worker-entries.ts';
import type { Configuration } from '../../../../src/shared/experiment.ts';
import type { Language } from '../../../../src/shared/executors.ts';
import { outcomes, type Outcome } from '../../../../src/shared/session.ts';
import type { FailureCount, WorkerAnnouncement } from '../../../../src/shared/worker-protocol.ts';
import { contractRuntime, contractTask } from './languages.ts';

const entries = builtEntries(new URL('../../../../out/main/cli.js', import.meta.url).href);

/** One settled task as the engine heard of it. */
export interface HeardTask {
  readonly index: number;
  readonly submit: number;
  readonly start: number;
  readonly end: number;
  readonly worker: number;
  readonly lane: number;
  readonly tid: number;
  readonly outcome: Outcome;
  readonly argumentBytes: number;
  readonly resultBytes: number;
}

export interface HeardTrial {
  readonly end: TrialEnd;
  /** In the order of their indices. */
  readonly tasks: readonly HeardTask[];
  readonly workers: readonly WorkerAnnouncement[];
  readonly stdout: string;
}

/** Runs single trials of fixture tasks as the lab does: real runner, real collector, real session file. */
export class TrialGround {
  readonly cores = linuxPlatform.cores().slice(0, 2);
  readonly #originNs = process.hrtime.bigint();
  readonly #folder: string;
  readonly #writer: RecordingWriter;
  readonly #collector: Collector;
  readonly #runtime: TaskRuntime;
  #trial = 0;

  private constructor(folder: string, writer: RecordingWriter, collector: Collector, runtime: TaskRuntime) {
    this.#folder = folder;
    this.#writer = writer;
    this.#collector = collector;
    this.#runtime = runtime;
  }

  static async open(language: Language): Promise<TrialGround> {
    const folder = await mkdtemp(join(tmpdir(), 'corelane-trials-'));
    const originNs = process.hrtime.bigint();
    const header = {
      version: 1,
      id: 'trials',
      command: 'lab',
      workload: { label: 'fixtures', path: folder },
      started_at: new Date().toISOString(),
      origin_ns: String(originNs),
      corelane: '0',
    } as const;
    const writer = await createSession(join(folder, 'trials.corelane'), header, {
      entry: entries.storeWriter,
    });
    const collector = await linuxPlatform.openCollector({
      writer,
      originNs,
      periodMs: 20,
      measuredCores: linuxPlatform.cores(),
      watchWaits: false,
      onCores: null,
      onTree: null,
      entry: entries.collector,
    });
    return new TrialGround(folder, writer, collector, await contractRuntime(language));
  }

  async run(
    fixture: string,
    configuration: Configuration,
    {
      signal = new AbortController().signal,
      ...conditions
    }: Partial<Pick<TrialConditions, 'warmUp' | 'taskTimeoutNs' | 'pin' | 'onPhase'>> & {
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<HeardTrial> {
    const tasks: HeardTask[] = [];
    const workers: WorkerAnnouncement[] = [];
    let stdout = '';
    const { language } = this.#runtime;
    const { path, functionName } = contractTask(language, fixture, configuration.executor);
    const end = await runTrial(
      { ...configuration, repeat: 1 },
      {
        entries,
        runtime: this.#runtime,
        originNs: this.#originNs,
        source: {
          language,
          path,
          moduleUrl: pathToFileURL(path).href,
          functionName,
          label: fixture,
          inputsPath: null,
          tasks: null,
        },
        cores: this.cores,
        pin: 'each',
        confinedTo: this.cores,
        taskTimeoutNs: null,
        warmUp: { untilNs: 0, atLeast: 0 },
        collector: this.#collector,
        trial: this.#trial++,
        firstWorker: 0,
        onPhase: () => undefined,
        onTasks: (batch) => {
          for (const [row, index] of batch.index.entries()) {
            tasks.push({
              index,
              submit: batch.submit[row] ?? Number.NaN,
              start: batch.start[row] ?? Number.NaN,
              end: batch.end[row] ?? Number.NaN,
              worker: batch.worker[row] ?? Number.NaN,
              lane: batch.lane[row] ?? Number.NaN,
              tid: batch.tid[row] ?? Number.NaN,
              outcome: outcomes[batch.outcome[row] ?? Number.NaN] ?? 'lost',
              argumentBytes: batch.argument_bytes[row] ?? Number.NaN,
              resultBytes: batch.result_bytes[row] ?? Number.NaN,
            });
          }
        },
        onWorkers: (announced) => void workers.push(...announced),
        onOutput: (stream, text) => {
          if (stream === 'stdout') stdout += text;
        },
        ...conditions,
      },
      signal,
    );
    return { end, tasks: tasks.sort((a, b) => a.index - b.index), workers, stdout };
  }

  async close(): Promise<void> {
    await this.#collector.stop();
    await this.#writer.finish({ complete: true });
    await rm(this.#folder, { recursive: true });
  }
}

/** The failures of a trial that finished; fails when it did not. */
export function failuresOf({ end }: HeardTrial): readonly FailureCount[] {
  if (end.type !== 'finished') throw new Error(`the trial did not finish: ${JSON.stringify(end)}`);
  return end.failures;
}

/** The most tasks that ran at one moment. */
export function mostAtOnce(tasks: readonly HeardTask[]): number {
  const edges = tasks
    .filter(({ start, end }) => end > start)
    .flatMap(({ start, end }) => [
      { at: start, change: 1 },
      { at: end, change: -1 },
    ]);
  // At the same nanosecond an end comes before a start.
  edges.sort((a, b) => a.at - b.at || a.change - b.change);
  let running = 0;
  return edges.reduce((most, { change }) => Math.max(most, (running += change)), 0);
}
