import { CorelaneError } from '../../../shared/errors.ts';
import type { DetailRows, SessionReader } from '../../../shared/session.ts';
import { SampleWeights, type WeightedSample } from '../sampling/sample-weights.ts';
import { threadKey } from '../scheduling/thread-names.ts';

/** The samples of one thread, in order of time. Times are nanoseconds from the session's start. */
export interface ThreadSamples {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly times: number[];
  readonly stacks: number[];
  /** CPU time, unless `wall`. */
  readonly weightsNs: number[];
  /** The weights are wall time, at least of some: no context switches of the thread were recorded, which would tell its CPU time. */
  wall: boolean;
}

/** @throws CorelaneError export-failed when there is nothing to export. */
export function requireSamples(session: SessionReader): void {
  if (session.count('samples') > 0) return;
  throw new CorelaneError(
    'export-failed',
    `The session ${session.path} holds no CPU samples.`,
    'Record it again with corelane profile --cpu-profile, or export another format.',
  );
}

/** All CPU samples of a session by thread, in order of first sample: 24 bytes each. `advance`: rows done since the last call. */
export function samplesByThread(
  session: SessionReader,
  advance: (rows: number) => void,
): readonly ThreadSamples[] {
  const names = new Map(session.threads().map(({ pid, tid, name }) => [threadKey(pid, tid), name]));
  const workers = new Map(session.workers().map(({ pid, tid, name }) => [threadKey(pid, tid), name]));
  const threads = new Map<string, ThreadSamples>();
  const add = ({ time, pid, tid, stack, weightNs, wall }: WeightedSample): void => {
    const key = threadKey(pid, tid);
    let thread = threads.get(key);
    if (thread === undefined) {
      const name = workers.get(key) ?? names.get(key) ?? 'thread';
      thread = { pid, tid, name, times: [], stacks: [], weightsNs: [], wall };
      threads.set(key, thread);
    }
    thread.times.push(time);
    thread.stacks.push(stack);
    thread.weightsNs.push(weightNs);
    thread.wall ||= wall;
  };
  new SampleWeights(session, session.details('stacks'), session.details('frames')).each({}, add, advance);
  return [...threads.values()].map(inOrder);
}

/** Traces of several files arrive one after the other. */
function inOrder(thread: ThreadSamples): ThreadSamples {
  const { times, stacks, weightsNs } = thread;
  if (times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0))) return thread;
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const sorted = (values: readonly number[]): number[] => order.map((at) => values[at] ?? 0);
  return { ...thread, times: sorted(times), stacks: sorted(stacks), weightsNs: sorted(weightsNs) };
}

/** What a thread is called in a list of profiles. */
export const titleOf = ({ pid, tid, name, wall }: ThreadSamples): string =>
  `${name} · pid ${pid} · tid ${tid}${wall ? ' · wall time' : ''}`;

/** The frames of a session by number. */
export const framesOf = (session: SessionReader): ReadonlyMap<number, DetailRows['frames']> =>
  new Map(session.details('frames').map((frame) => [frame.number, frame]));
