import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../../../../src/main/engine/store/writer.ts';
import type { StreamBatch } from '../../../../src/shared/session.ts';
import { entry, header } from './session-parts.ts';

/** Sessions for the store's tests: real files, a real writer thread. */

/** A folder of the running test's own, removed when it is over. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const record = (path: string, replace = false): Promise<RecordingWriter> =>
  createSession(path, header, { entry, replace });

export interface Task {
  readonly trial: number;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
}

export function taskBatch(tasks: readonly Task[]): StreamBatch<'tasks'> {
  const count = tasks.length;
  return {
    trial: Uint16Array.from(tasks, ({ trial }) => trial),
    index: Uint32Array.from(tasks.keys()),
    input: Uint32Array.from(tasks.keys()),
    submit: Float64Array.from(tasks, ({ start }) => start),
    start: Float64Array.from(tasks, ({ start }) => start),
    end: Float64Array.from(tasks, ({ end }) => end),
    worker: Uint32Array.from(tasks, ({ lane }) => lane),
    lane: Uint16Array.from(tasks, ({ lane }) => lane),
    tid: new Uint32Array(count),
    outcome: new Uint8Array(count),
    argument_bytes: new Float64Array(count).fill(Number.NaN),
    result_bytes: new Float64Array(count).fill(Number.NaN),
  };
}

export interface Slice {
  /** NaN: not known. */
  readonly ready: number;
  readonly start: number;
  readonly end: number;
  readonly core: number;
  readonly thread: number;
}

export const sliceBatch = (slices: readonly Slice[]): StreamBatch<'slices'> => ({
  ready: Float64Array.from(slices, ({ ready }) => ready),
  start: Float64Array.from(slices, ({ start }) => start),
  end: Float64Array.from(slices, ({ end }) => end),
  core: Uint16Array.from(slices, ({ core }) => core),
  thread: Uint32Array.from(slices, ({ thread }) => thread),
  ended: new Uint8Array(slices.length),
  by: new Uint32Array(slices.length),
  waker: new Uint32Array(slices.length),
});

export const memoryBatch = (times: readonly number[]): StreamBatch<'memory'> => ({
  time: Float64Array.from(times),
  pid: new Uint32Array(times.length).fill(1),
  rss_bytes: new Float64Array(times.length).fill(4096),
});
