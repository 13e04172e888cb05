import { seededRandom } from '../src/shared/random.ts';
import { sessionVersion, sliceEndCode } from '../src/shared/session.ts';
import type { SessionHeader, StreamBatch, TaskBatch } from '../src/shared/session.ts';

/** Rows of sessions that nobody recorded, as benches need them in millions: the same ones every time. */

export const batchRows = 20_000;

/** Random numbers of the session, and of whoever asks about it. */
export const random = seededRandom(7);

export const built = (name: string): URL => new URL(`../out/workers/${name}.js`, import.meta.url);

export const syntheticHeader = (): SessionHeader => ({
  version: sessionVersion,
  id: 'bench',
  command: 'lab',
  workload: { label: 'synthetic', path: '/synthetic' },
  started_at: new Date().toISOString(),
  origin_ns: '0',
  corelane: 'bench',
});

export interface TaskShape {
  readonly tasks: number;
  readonly trials: number;
  readonly lanes: number;
  readonly trialNs: number;
}

/** Trials one after the other with a pause of a fifth of their length; in each the lanes are never idle. */
export function* taskBatches({ tasks, trials, lanes, trialNs }: TaskShape): Generator<TaskBatch> {
  const perTrial = tasks / trials;
  const stepNs = (trialNs * lanes) / perTrial;
  const clock = new Float64Array(lanes);
  for (let next = 0; next < tasks;) {
    const count = Math.min(batchRows, tasks - next);
    const batch = emptyTasks(count);
    for (let row = 0; row < count; row += 1, next += 1) {
      const trial = Math.floor(next / perTrial);
      const lane = next % lanes;
      const start = Math.max(trial * trialNs * 1.2, clock[lane] ?? 0) + Math.floor(random() * 1000);
      const end = start + 1 + Math.floor(random() * 2 * stepNs);
      clock[lane] = end;
      batch.trial[row] = trial;
      batch.index[row] = next % perTrial;
      batch.submit[row] = Math.max(trial * trialNs * 1.2, start - Math.floor(random() * 1e8));
      batch.start[row] = start;
      batch.end[row] = end;
      batch.worker[row] = trial * lanes + lane;
      batch.lane[row] = lane;
      batch.tid[row] = 4000 + lane;
      batch.argument_bytes[row] = 25;
      if (random() < 0.01) batch.result_bytes[row] = Math.floor(random() * 1000);
    }
    yield batch;
  }
}

const emptyTasks = (count: number): TaskBatch => ({
  trial: new Uint16Array(count),
  index: new Uint32Array(count),
  input: new Uint32Array(count),
  submit: new Float64Array(count),
  start: new Float64Array(count),
  end: new Float64Array(count),
  worker: new Uint32Array(count),
  lane: new Uint16Array(count),
  tid: new Uint32Array(count),
  outcome: new Uint8Array(count),
  argument_bytes: new Float64Array(count),
  result_bytes: new Float64Array(count).fill(Number.NaN),
});

/**
 * `ping-pong`: on each core two threads hand a byte to and fro, some microseconds each. `mixed`: threads that mostly stay on a core of their
 * own, run for 5 µs to 3 ms (0.17 ms on average), push each other off, wake each other, and leave the cores idle for a quarter of the time.
 */
export type SliceLoad = 'ping-pong' | 'mixed';

export interface SliceShape {
  readonly load: SliceLoad;
  readonly slices: number;
  readonly cores: number;
  readonly threads: number;
  /** Slices of one batch; as many as benches take at once unless given. */
  readonly perBatch?: number;
}

/** Batches in order of the slices' ends, as a collector gives them. */
export function* sliceBatches({
  load,
  slices,
  cores,
  threads,
  perBatch = batchRows,
}: SliceShape): Generator<StreamBatch<'slices'>> {
  const next = load === 'mixed' ? mixedSlice : pingPongSlice;
  const upcoming = Array.from({ length: cores }, (_, core) => next(newCore(core, cores, threads)));
  for (let made = 0; made < slices;) {
    const count = Math.min(perBatch, slices - made);
    const batch = emptySlices(count);
    for (let row = 0; row < count; row += 1, made += 1) {
      const slice = earliest(upcoming);
      const { core } = slice;
      batch.ready[row] = slice.ready;
      batch.start[row] = slice.start;
      batch.end[row] = slice.end;
      batch.core[row] = core.number;
      batch.thread[row] = slice.thread;
      batch.ended[row] = slice.preempted ? preempted : blocked;
      batch.waker[row] = slice.waker;
      const after = next(core);
      batch.by[row] = slice.preempted ? after.thread + 1 : 0;
      upcoming[core.number] = after;
    }
    yield batch;
  }
}

const preempted = sliceEndCode('preempted');
const blocked = sliceEndCode('blocked');

interface SyntheticCore {
  readonly number: number;
  /** The threads that run here, the frequent ones first. */
  readonly threads: readonly number[];
  /** When those that were pushed off were, and when the others last blocked. */
  readonly pushedAt: Map<number, number>;
  readonly blockedAt: Map<number, number>;
  clock: number;
  thread: number;
}

interface SyntheticSlice {
  readonly core: SyntheticCore;
  readonly ready: number;
  readonly start: number;
  readonly end: number;
  readonly thread: number;
  readonly preempted: boolean;
  readonly waker: number;
}

function newCore(number: number, cores: number, threads: number): SyntheticCore {
  const own = Array.from({ length: threads }, (_, thread) => thread).filter(
    (thread) => thread % cores === number,
  );
  return {
    number,
    threads: own,
    pushedAt: new Map(),
    blockedAt: new Map(),
    clock: number * 100,
    thread: own[0] ?? 0,
  };
}

function earliest(slices: readonly SyntheticSlice[]): SyntheticSlice {
  let [found] = slices;
  for (const slice of slices) if (found === undefined || slice.end < found.end) found = slice;
  if (found === undefined) throw new RangeError('there are no cores');
  return found;
}

const upTo = (from: number, to: number): number => Math.floor(from + random() * (to - from));

function pingPongSlice(core: SyntheticCore): SyntheticSlice {
  const before = core.thread;
  const [one = 0, other = 1] = core.threads;
  core.thread = before === one ? other : one;
  const start = core.clock + upTo(350, 650);
  const end = start + upTo(2500, 3400);
  const ready = core.clock - upTo(600, 900);
  core.clock = end;
  return { core, ready, start, end, thread: core.thread, preempted: false, waker: before + 1 };
}

function mixedSlice(core: SyntheticCore): SyntheticSlice {
  const idle = random() < 0.3;
  const start = core.clock + (idle ? upTo(5000, 300_000) : upTo(300, 1500));
  const thread = otherThread(core);
  const pushedAt = core.pushedAt.get(thread);
  core.pushedAt.delete(thread);
  const blockedAt = core.blockedAt.get(thread) ?? 0;
  const woken = start - (idle ? upTo(1500, 12_000) : upTo(2000, 400_000));
  const ready = pushedAt ?? Math.max(blockedAt, woken);
  const kind = random();
  const length = kind < 0.75 ? upTo(5000, 60_000) : kind < 0.95 ? upTo(60_000, 500_000) : upTo(1e6, 3e6);
  const end = start + length;
  const isPushed = random() < 0.25;
  if (isPushed) core.pushedAt.set(thread, end);
  else core.blockedAt.set(thread, end);
  const waker = pushedAt === undefined && random() < 0.8 ? core.thread + 1 : 0;
  core.thread = thread;
  core.clock = end;
  return { core, ready, start, end, thread, preempted: isPushed, waker };
}

/** Mostly the first of the core's threads, never the same twice. */
function otherThread(core: SyntheticCore): number {
  const { threads } = core;
  const place = Math.floor(random() ** 2 * threads.length);
  const thread = threads[place] ?? 0;
  return thread === core.thread ? (threads[(place + 1) % threads.length] ?? 0) : thread;
}

const emptySlices = (count: number): StreamBatch<'slices'> => ({
  ready: new Float64Array(count),
  start: new Float64Array(count),
  end: new Float64Array(count),
  core: new Uint16Array(count),
  thread: new Uint32Array(count),
  ended: new Uint8Array(count),
  by: new Uint32Array(count),
  waker: new Uint32Array(count),
});
