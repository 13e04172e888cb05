import { CorelaneError } from '../../../shared/errors.ts';
import type { DetailRows, SessionReader } from '../../../shared/session.ts';
import { threadKey } from '../scheduling/thread-names.ts';

/** The samples of one thread, in order of time. Times are nanoseconds from the session's start. */
export interface ThreadSamples {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly times: number[];
  readonly stacks: number[];
  readonly weightsNs: number[];
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
  for (const { time, pid, tid, stack, weight_ns: weight } of session.batches('samples')) {
    for (let row = 0; row < time.length; row += 1) {
      const key = threadKey(pid[row] ?? 0, tid[row] ?? 0);
      let thread = threads.get(key);
      if (thread === undefined) {
        const name = workers.get(key) ?? names.get(key) ?? 'thread';
        thread = { pid: pid[row] ?? 0, tid: tid[row] ?? 0, name, times: [], stacks: [], weightsNs: [] };
        threads.set(key, thread);
      }
      thread.times.push(time[row] ?? 0);
      thread.stacks.push(stack[row] ?? 0);
      thread.weightsNs.push(weight[row] ?? 0);
    }
    advance(time.length);
  }
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
export const titleOf = ({ pid, tid, name }: Pick<ThreadSamples, 'pid' | 'tid' | 'name'>): string =>
  `${name} · pid ${pid} · tid ${tid}`;

/** The frames of a session by number. */
export const framesOf = (session: SessionReader): ReadonlyMap<number, DetailRows['frames']> =>
  new Map(session.details('frames').map((frame) => [frame.number, frame]));
