import { basename } from 'node:path';
import type { DetailRows, SessionReader, StreamBatch } from '../../../../../shared/session.ts';
import { samplerThreadName } from '../../../../../shared/trace-format.ts';
import {
  type WaitTimes,
  WaitIntervals,
  addedWaits,
  waitShares,
  waitTimes,
  waitsQuery,
} from '../../../scheduling/wait-shares.ts';
import type { EvidenceScope } from '../evidence.ts';
import type { People } from '../people.ts';
import { type ContendedTime, ContentionTally } from './contention-tally.ts';
import type { GilEvidence } from './gil-evidence.ts';

/** Of its time: less, and a thread is there for something else. */
const wantingFrom = 0.3;

/**
 * The processes of Python in which threads wanted to run at the same time, and what they waited for meanwhile. Reads `waits` twice, and
 * samples of the threads if there are such processes. Throws session-unreadable as the reader does.
 */
export function gatherGil(
  session: SessionReader,
  scope: EvidenceScope,
  everybody: People,
): readonly GilEvidence[] {
  if (session.count('waits') === 0) return [];
  const people = withoutSamplers(everybody);
  const query = waitsQuery(scope.from, scope.to);
  const tally = new ContentionTally(scope, people.threads);
  for (const batch of session.batches('waits', query)) tally.add(batch);
  const { contended } = tally;
  if (contended.size === 0) return [];

  const timeOf = (thread: number): ContendedTime | undefined =>
    contended.get(people.threads.get(thread)?.pid ?? -1);
  const sums: (number[] | undefined)[] = [];
  const intervals = new WaitIntervals((thread, state, fromNs, toNs) => {
    const overlap = timeOf(thread)?.overlapNs(fromNs, toNs) ?? 0;
    if (overlap === 0) return;
    const own = (sums[thread] ??= [0, 0, 0, 0]);
    own[state] = (own[state] ?? 0) + overlap;
  });
  for (const batch of session.batches('waits', query)) intervals.add(batch);
  const worked = new CpuWithin(timeOf);
  for (const batch of session.batches('threads', query)) worked.add(batch);

  const wanting = [...sums.entries()].flatMap(([thread, own]) => {
    const waits = waitTimes(own ?? []);
    const pid = people.threads.get(thread)?.pid;
    return pid !== undefined && isWanting(waits) ? [{ thread, pid, waits }] : [];
  });
  const poolOf = poolsByThread(session, people);
  return [...Map.groupBy(wanting, ({ pid }) => pid)].flatMap(([pid, threads]) => {
    const stretch = contended.get(pid)?.stretch;
    if (stretch === undefined || threads.length < 2) return [];
    const command = people.processes.get(pid)?.command.split(' ')[0] ?? '';
    return {
      pid,
      program: command === '' ? 'Python' : basename(command),
      contendedNs: stretch.timeNs,
      from: stretch.from,
      to: stretch.to,
      threads: threads.length,
      waits: addedWaits(threads.map(({ waits }) => waits)),
      onCpuNs: threads.reduce((sum, { thread }) => sum + worked.onCpuNs(thread), 0),
      pool: poolOfMost(threads.map(({ thread }) => poolOf.get(thread) ?? null)),
    };
  });
}

/** Threads that take CPU samples wait for the GIL of whom they sample, and would make one thread two. */
const withoutSamplers = (people: People): People => ({
  ...people,
  threads: new Map([...people.threads].filter(([, { name }]) => name !== samplerThreadName)),
});

function isWanting(waits: WaitTimes): boolean {
  const shares = waitShares(waits);
  return shares !== null && shares.running + shares.gil >= wantingFrom;
}

/** The CPU time of threads within the contended time of their processes, spread evenly between two samples. */
class CpuWithin {
  readonly #timeOf: (thread: number) => ContendedTime | undefined;
  readonly #latest: ({ readonly time: number; readonly onCpuNs: number } | undefined)[] = [];
  readonly #sums: number[] = [];

  constructor(timeOf: (thread: number) => ContendedTime | undefined) {
    this.#timeOf = timeOf;
  }

  onCpuNs(thread: number): number {
    return this.#sums[thread] ?? 0;
  }

  add({ time, thread, on_cpu_ns }: StreamBatch<'threads'>): void {
    for (let row = 0; row < time.length; row += 1) {
      const number = thread[row] ?? 0;
      const contended = this.#timeOf(number);
      if (contended === undefined) continue;
      const now = { time: time[row] ?? 0, onCpuNs: on_cpu_ns[row] ?? Number.NaN };
      const before = this.#latest[number];
      this.#latest[number] = now;
      if (before === undefined || !(now.time > before.time) || !(now.onCpuNs > before.onCpuNs)) continue;
      const share = contended.overlapNs(before.time, now.time) / (now.time - before.time);
      this.#sums[number] = (this.#sums[number] ?? 0) + (now.onCpuNs - before.onCpuNs) * share;
    }
  }
}

/** The pools of traced programs, by the rows of the threads that work for them. */
function poolsByThread(session: SessionReader, people: People): ReadonlyMap<number, DetailRows['pools']> {
  const pools = new Map(session.details('pools').map((row) => [row.number, row]));
  const byTid = new Map(
    session.details('lanes').flatMap(({ pid, tid, pool }) => {
      const row = pools.get(pool ?? -1);
      return row === undefined || tid === null ? [] : [[`${pid} ${tid}`, row] as const];
    }),
  );
  return new Map(
    [...people.threads.values()].flatMap(({ thread, pid, tid }) => {
      const pool = byTid.get(`${pid} ${tid}`);
      return pool === undefined ? [] : [[thread, pool] as const];
    }),
  );
}

/** Null: not of more than half. */
function poolOfMost(pools: readonly (DetailRows['pools'] | null)[]): DetailRows['pools'] | null {
  const [largest] = [...Map.groupBy(pools, (pool) => pool)].sort(([, a], [, b]) => b.length - a.length);
  return largest !== undefined && largest[1].length > pools.length / 2 ? largest[0] : null;
}
