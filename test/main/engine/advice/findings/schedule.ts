import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvidenceScope } from '../../../../../src/main/engine/advice/findings/evidence.ts';
import { findingsOf } from '../../../../../src/main/engine/advice/findings/findings.ts';
import { openSession } from '../../../../../src/main/engine/store/reader.ts';
import { createSession } from '../../../../../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../../../../../src/main/engine/store/writer.ts';
import type { Finding } from '../../../../../src/shared/lab-report.ts';
import { sliceEndCode } from '../../../../../src/shared/session.ts';
import type { SessionReader, StreamBatch } from '../../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';
import { header } from '../../store/session-parts.ts';

/**
 * Schedules as text, one line for each core: `AABB..aa`. A letter is a thread on the core for one step; large ones are the workload's,
 * small ones are others'; a dot is an idle core. Where one letter follows another, it pushed that one off, which waits from then on until it
 * runs again; where a dot follows, the thread had nothing to do.
 */
export interface Schedule {
  readonly cores: readonly string[];
  readonly stepMs?: number;
  /** The whole text, so often. */
  readonly times?: number;
}

export interface Slice {
  readonly thread: number;
  readonly core: number;
  readonly start: number;
  readonly end: number;
  readonly ready: number;
  readonly preempted: boolean;
  /** Row + 1; 0: nobody. */
  readonly by: number;
}

/** The row of a letter's thread. */
export const threadOf = (letter: string): number => letter.charCodeAt(0) - 'A'.charCodeAt(0);
export const isWorkload = (letter: string): boolean => letter >= 'A' && letter <= 'Z';

export function slicesOf({ cores, stepMs = 1, times = 1 }: Schedule): readonly Slice[] {
  const slices: Slice[] = [];
  for (const [core, line] of cores.entries()) {
    const text = line.repeat(times);
    for (const { 0: run, index } of text.matchAll(/([a-zA-Z])\1*/g)) {
      const next = text[index + run.length];
      const preempted = next !== undefined && next !== '.';
      slices.push({
        thread: threadOf(run),
        core,
        start: index * stepMs * 1e6,
        end: (index + run.length) * stepMs * 1e6,
        ready: Number.NaN,
        preempted,
        by: preempted ? threadOf(next) + 1 : 0,
      });
    }
  }
  return withReady(slices.sort((a, b) => a.end - b.end || a.core - b.core));
}

function withReady(slices: readonly Slice[]): readonly Slice[] {
  const last = new Map<number, Slice>();
  return slices.map((slice) => {
    const before = last.get(slice.thread);
    const waited = { ...slice, ready: before?.preempted === true ? before.end : slice.start };
    last.set(slice.thread, slice);
    return waited;
  });
}

export const sliceBatch = (slices: readonly Slice[]): StreamBatch<'slices'> => ({
  ready: Float64Array.from(slices, ({ ready }) => ready),
  start: Float64Array.from(slices, ({ start }) => start),
  end: Float64Array.from(slices, ({ end }) => end),
  core: Uint16Array.from(slices, ({ core }) => core),
  thread: Uint32Array.from(slices, ({ thread }) => thread),
  ended: Uint8Array.from(slices, ({ preempted }) => sliceEndCode(preempted ? 'preempted' : 'blocked')),
  by: Uint32Array.from(slices, ({ by }) => by),
  waker: new Uint32Array(slices.length),
});

/** What process mode records of it: nothing of others, and of who pushed only its own threads. */
export const seenByProcessMode = (slices: readonly Slice[]): readonly Slice[] =>
  slices
    .filter(({ thread }) => thread < 26)
    .map(({ by, ...slice }) => Object.assign(slice, { by: by - 1 < 26 ? by : 0 }));

const entry = new URL('../../../../../src/main/engine/store/writer-worker.ts', import.meta.url);

/** Records what `fill` gives in a real session file, and hands it to `work`. */
export async function inSession<T>(
  fill: (writer: RecordingWriter) => void,
  work: (session: SessionReader) => T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-findings-'));
  try {
    const writer = await createSession(join(folder, 'test.corelane'), header, { entry });
    fill(writer);
    await writer.finish({ complete: true });
    const session = openSession(writer.path);
    try {
      return work(session);
    } finally {
      session.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Threads A to Z of the workload, pid 100, and a to z of another program, pid 200. */
export function addThreads(writer: RecordingWriter): void {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  writer.addThreads(
    letters.map((letter) => ({
      thread: threadOf(letter),
      pid: isWorkload(letter) ? 100 : 200,
      tid: 1000 + threadOf(letter),
      name: isWorkload(letter) ? 'work' : `stress-${letter}`,
      workload: isWorkload(letter),
    })),
  );
  writer.addProcesses([
    {
      process: 0,
      pid: 100,
      ppid: 1,
      command: '/usr/bin/work --hard',
      workload: true,
      start: null,
      end: null,
    },
    {
      process: 1,
      pid: 200,
      ppid: 1,
      command: '/usr/bin/stress -c 1',
      workload: false,
      start: null,
      end: null,
    },
  ]);
}

export interface Recorded extends Schedule {
  readonly mode?: 'system' | 'process';
  readonly scope?: Partial<EvidenceScope>;
  /** What else is in the session. */
  readonly also?: (writer: RecordingWriter) => void;
}

/** Records a schedule in a real session and looks for findings in it. */
export async function findingsIn({
  mode = 'system',
  scope,
  also,
  ...schedule
}: Recorded): Promise<readonly Finding[]> {
  const slices = slicesOf(schedule);
  return inSession(
    (writer) => {
      addThreads(writer);
      writer.append('slices', sliceBatch(mode === 'process' ? seenByProcessMode(slices) : slices));
      also?.(writer);
    },
    (session) => findingsOf(session, scopeOf({ mode, ...schedule }, scope)).map(({ finding }) => finding),
  );
}

/** From 0 to the end of the longest line, on all cores of the text. */
const scopeOf = (
  { cores, stepMs = 1, times = 1, mode }: Schedule & { readonly mode: 'system' | 'process' },
  parts: Partial<EvidenceScope> = {},
): EvidenceScope => ({
  from: asNanoseconds(0),
  to: asNanoseconds(Math.max(...cores.map((line) => line.length)) * times * stepMs * 1e6),
  lossesUntil: Infinity,
  cores: [...cores.keys()],
  trial: null,
  lanesShareThread: false,
  mode,
  threadsMissed: 0,
  threadsNotFollowed: 0,
  ownPids: [],
  ...parts,
});

export const idsOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ id }) => id);
