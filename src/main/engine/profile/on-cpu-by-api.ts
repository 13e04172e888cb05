import type { RowQuery, SessionReader } from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { PairTable } from '../store/pair-table.ts';
import { Stretches } from './stretches.ts';

/** Tasks and steps whose times are held at once; a session with more is gone through piece by piece of its time. */
const mostRows = 200_000;

/**
 * What threads had of cores while they ran tasks, in nanoseconds by API: exactly, from slices, where these were recorded of all threads
 * that ran tasks of the API, else as the program's own clocks say, where they do for all its tasks. An API for which neither is known
 * is left out. Coroutines count while their steps last, and time in which a thread had two tasks of an API counts once.
 */
export function onCpuByApi(
  session: SessionReader,
  apiOf: ReadonlyMap<number, string>,
): ReadonlyMap<string, number> {
  const runners = new Runners(session, apiOf);
  const exact = session.count('slices') === 0 ? new Map<string, number>() : sumsOfSlices(session, runners);
  for (const api of runners.unseen) exact.delete(api);
  const missing = new Set([...apiOf.values()].filter((api) => !exact.has(api)));
  return missing.size === 0 ? exact : new Map([...sumsOfClocks(session, apiOf, missing), ...exact]);
}

/** Which thread ran what. */
class Runners {
  readonly apiOf: ReadonlyMap<number, string>;
  /** APIs of which a task ran on a thread that the collector did not see. */
  readonly unseen = new Set<string>();
  /** By the number of a thread's row: the thread, whose number may have been used again. −1: it is none of those. */
  readonly threadOf: Int32Array;
  readonly #threads = new PairTable();
  /** By the number of a worker: its thread. */
  readonly #workers: Int32Array;

  constructor(session: SessionReader, apiOf: ReadonlyMap<number, string>) {
    this.apiOf = apiOf;
    const rows = session.threads();
    this.threadOf = new Int32Array(rows.reduce((most, { thread }) => Math.max(most, thread + 1), 0)).fill(-1);
    for (const { thread, pid, tid } of rows) {
      if (Number.isNaN(this.#threads.get(pid, tid))) this.#threads.set(pid, tid, this.#threads.size);
      this.threadOf[thread] = this.thread(pid, tid);
    }
    const workers = session.workers();
    this.#workers = new Int32Array(workers.reduce((most, { worker }) => Math.max(most, worker + 1), 0)).fill(
      -1,
    );
    for (const { worker, pid, tid } of workers) this.#workers[worker] = this.thread(pid, tid);
  }

  thread(pid: number, tid: number): number {
    const known = this.#threads.get(pid, tid);
    return Number.isNaN(known) ? -1 : known;
  }

  worker(worker: number): number {
    return this.#workers[worker] ?? -1;
  }
}

const coroutines = 'asyncio.Task';

function sumsOfSlices(session: SessionReader, runners: Runners): Map<string, number> {
  const rows = session.count('tasks') + session.count('steps');
  const extent = session.extent('tasks');
  const pieces = Math.ceil(rows / mostRows);
  const from = extent?.from ?? 0;
  const pieceNs = ((extent?.to ?? 0) - from) / pieces;
  const sums = new Map<string, number>();
  for (let piece = 0; piece < pieces; piece += 1) {
    const begin = asNanoseconds(piece === 0 ? -Infinity : from + piece * pieceNs);
    const end = asNanoseconds(piece === pieces - 1 ? Infinity : from + (piece + 1) * pieceNs);
    const stretches = new Stretches(begin, end);
    addTasks(stretches, session, runners, { from: begin, to: end });
    addSteps(stretches, session, runners, { from: begin, to: end });
    for (const batch of session.columnBatches('slices', {
      columns: ['thread', 'start', 'end'],
      from: begin,
      to: end,
    })) {
      stretches.addSlices(batch, runners.threadOf);
    }
    for (const [api, ns] of stretches.sums()) sums.set(api, (sums.get(api) ?? 0) + ns);
  }
  return sums;
}

function addTasks(stretches: Stretches, session: SessionReader, runners: Runners, within: RowQuery): void {
  const columns = ['lane', 'worker', 'start', 'end'] as const;
  for (const { lane, worker, start, end } of session.columnBatches('tasks', { ...within, columns })) {
    for (let row = 0; row < lane.length; row += 1) {
      const api = runners.apiOf.get(lane[row] ?? 0);
      const begun = start[row] ?? Number.NaN;
      if (api === undefined || Number.isNaN(begun)) continue;
      const thread = runners.worker(worker[row] ?? 0);
      if (thread === -1) runners.unseen.add(api);
      else if (api !== coroutines) stretches.add(api, thread, begun, end[row] ?? Number.NaN);
    }
  }
}

function addSteps(stretches: Stretches, session: SessionReader, runners: Runners, within: RowQuery): void {
  const columns = ['pid', 'tid', 'start', 'end'] as const;
  for (const { pid, tid, start, end } of session.columnBatches('steps', { ...within, columns })) {
    for (let row = 0; row < pid.length; row += 1) {
      const thread = runners.thread(pid[row] ?? 0, tid[row] ?? 0);
      if (thread === -1) continue;
      stretches.add(coroutines, thread, start[row] ?? Number.NaN, end[row] ?? Number.NaN);
    }
  }
}

/** Of the wanted APIs those whose clocks tell of each task that started. */
function sumsOfClocks(
  session: SessionReader,
  apiOf: ReadonlyMap<number, string>,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const apiOfSite = new Map(session.details('sites').map(({ number, api }) => [number, api]));
  const sums = new Map<string, { ns: number; known: number }>();
  for (const { site, cpu_ns } of session.columnBatches('traced', {
    columns: ['site', 'cpu_ns'],
    anyOrder: true,
  })) {
    for (let row = 0; row < site.length; row += 1) {
      const api = apiOfSite.get(site[row] ?? 0);
      const ns = cpu_ns[row] ?? Number.NaN;
      if (api === undefined || !wanted.has(api) || Number.isNaN(ns)) continue;
      const sum = sums.get(api) ?? { ns: 0, known: 0 };
      sums.set(api, { ns: sum.ns + ns, known: sum.known + 1 });
    }
  }
  const begun = new Map<string, number>();
  for (const { lane, start } of session.columnBatches('tasks', {
    columns: ['lane', 'start'],
    anyOrder: true,
  })) {
    for (let row = 0; row < lane.length; row += 1) {
      const api = apiOf.get(lane[row] ?? 0);
      if (api !== undefined && !Number.isNaN(start[row])) begun.set(api, (begun.get(api) ?? 0) + 1);
    }
  }
  return new Map(
    [...sums].flatMap(([api, { ns, known }]) => (known === begun.get(api) ? [[api, ns] as const] : [])),
  );
}
