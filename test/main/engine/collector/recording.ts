import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type {
  Collector,
  CollectorOptions,
  TrialScope,
} from '../../../../src/main/engine/collector/collector.ts';
import type { Platform } from '../../../../src/main/engine/collector/platform.ts';
import {
  type SchedulingMode,
  schedulingVariable,
} from '../../../../src/main/engine/collector/scheduling/reasons.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { type RecordingWriter, createSession } from '../../../../src/main/engine/store/writer.ts';
import type { SessionReader } from '../../../../src/shared/session.ts';

const built = (entry: string): URL => new URL(`../../../../out/workers/${entry}.js`, import.meta.url);

/** Long enough that nothing is sampled between the readings that a test asks for. */
export const never = 60_000;

export const scopeOf = (rootPid: number, workers: TrialScope['workers'] = []): TrialScope => ({
  trial: 0,
  rootPid,
  workers,
});

/** A real session file with a collector that writes to it. */
export class Recording implements AsyncDisposable {
  readonly collector: Collector;
  readonly #writer: RecordingWriter;
  readonly #folder: string;

  private constructor(collector: Collector, writer: RecordingWriter, folder: string) {
    this.collector = collector;
    this.#writer = writer;
    this.#folder = folder;
  }

  /** @param wanted the most that is to be recorded of scheduling; by default the best that the kernel allows. */
  static async open(
    platform: Platform,
    periodMs: number,
    wanted: SchedulingMode = 'system',
    onTree: CollectorOptions['onTree'] = null,
  ): Promise<Recording> {
    process.env[schedulingVariable] = wanted;
    try {
      return await Recording.openAsIs(platform, periodMs, onTree);
    } finally {
      delete process.env[schedulingVariable];
    }
  }

  /** Goes by the environment of the test. */
  static async openAsIs(
    platform: Platform,
    periodMs: number,
    onTree: CollectorOptions['onTree'] = null,
  ): Promise<Recording> {
    const folder = await mkdtemp(join(tmpdir(), 'corelane-collector-'));
    const originNs = process.hrtime.bigint();
    const writer = await startSession(join(folder, 'test.corelane'), originNs);
    const collector = await platform.openCollector({
      writer,
      originNs,
      periodMs,
      measuredCores: [],
      watchWaits: true,
      onCores: null,
      onTree,
      entry: built('collector'),
    });
    return new Recording(collector, writer, folder);
  }

  /** Ends the recording and opens what was recorded. */
  async read(): Promise<SessionReader> {
    await this.collector.stop();
    await this.#writer.finish({ complete: true });
    return openSession(this.#writer.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.collector.stop();
    await this.#writer.finish({ complete: true }).catch(() => undefined);
    await rm(this.#folder, { recursive: true });
  }
}

export const startSession = (path: string, originNs: bigint): Promise<RecordingWriter> =>
  createSession(
    path,
    {
      version: 1,
      id: 'collector-test',
      command: 'lab',
      workload: { label: 'test', path: '/test' },
      started_at: new Date().toISOString(),
      origin_ns: String(originNs),
      corelane: '0',
    },
    { entry: built('store-writer'), replace: true },
  );
