import type { DetailRows } from '../../../shared/session.ts';
import { tracedApis, type TracedApi } from '../../../shared/trace-format.ts';
import { FreeLanes } from './free-lanes.ts';

/** What a lane is chosen by. */
export interface LaneTask {
  readonly api: TracedApi;
  readonly pool: DetailRows['pools'] | null;
  /** The process that ran it, else the one that submitted it. */
  readonly pid: number;
  /** The thread that ran it; 0: not known, or none did. */
  readonly tid: number;
  /** Who first has a lane of a worker gives it its name. */
  readonly workerName: string;
  /** NaN: it never started. */
  readonly start: number;
  /** NaN: nobody saw its end. */
  readonly end: number;
}

/** Beyond these, which the 16 bits of a lane's number leave, all lanes of an API are one. */
const lastLanes = 0x1_0000 - tracedApis.length;

/**
 * Gives each task its lane: of a pool, one for each worker's thread, and more only where a worker runs several at a time; of a loop's
 * coroutines, and of threads and processes that are started for one task, the lowest that is free.
 */
export class TaskLanes {
  readonly #onLane: (row: DetailRows['lanes']) => void;
  readonly #groups = new Map<string, Group>();
  /** The lane that each pool was given last, by the pool's number. */
  readonly #ofPools = new Map<number, number>();
  #count = 0;

  constructor(onLane: (row: DetailRows['lanes']) => void) {
    this.#onLane = onLane;
  }

  place(task: LaneTask): number {
    if (task.pool !== null && Number.isNaN(task.start)) {
      const known = this.#ofPools.get(task.pool.number);
      if (known !== undefined) return known;
    }
    const key = keyOf(task);
    const group = this.#groups.get(key) ?? newGroup(task);
    this.#groups.set(key, group);
    const place = group.free.place(task.start, task.end);
    const lane = group.lanes[place] ?? this.#add(task, nameOf(task, group.workerName, place));
    group.lanes[place] = lane;
    if (task.pool !== null) this.#ofPools.set(task.pool.number, lane);
    return lane;
  }

  /** A pool's worker has its lane from when it is started, so that idle ones show. */
  reserve(worker: Omit<LaneTask, 'start' | 'end'>): void {
    const task = { ...worker, start: Number.NaN, end: Number.NaN };
    const key = keyOf(task);
    if (this.#groups.has(key)) return;
    const group = newGroup(task);
    this.#groups.set(key, group);
    group.lanes[0] = this.#add(task, nameOf(task, group.workerName, 0));
  }

  #add(task: LaneTask, name: string): number {
    const isLeft = this.#count < lastLanes;
    const lane = isLeft ? this.#count : lastLanes + tracedApis.indexOf(task.api);
    if (isLeft) this.#count += 1;
    this.#onLane({
      number: lane,
      api: task.api,
      pool: isLeft ? (task.pool?.number ?? null) : null,
      pid: task.pid,
      tid: isLeft && isOfOneThread(task) ? task.tid : null,
      name: isLeft ? name : 'further lanes',
    });
    return lane;
  }
}

interface Group {
  readonly free: FreeLanes;
  /** Their numbers, by place in the group. */
  readonly lanes: number[];
  readonly workerName: string;
}

const newGroup = ({ workerName }: LaneTask): Group => ({ free: new FreeLanes(), lanes: [], workerName });

const isOfOneThread = ({ api, pool, tid }: LaneTask): boolean =>
  tid !== 0 && (pool !== null || api === 'asyncio.Task');

/** Whoever has the same key shares lanes. A process that is started for one task is its own: they share those of their API. */
const keyOf = (task: LaneTask): string => {
  if (task.pool !== null) return `${task.pool.number} ${task.pid} ${task.tid}`;
  if (task.api === 'asyncio.Task') return `${task.api} ${task.pid} ${task.tid}`;
  return ofProcess.has(task.api) ? `${task.api} ${task.pid}` : task.api;
};

/** Those whose tasks run in the process that submitted them. */
const ofProcess: ReadonlySet<TracedApi> = new Set<TracedApi>(['threading.Thread', 'worker_threads.Worker']);

const laneNames: Partial<Record<TracedApi, string>> = {
  'asyncio.Task': 'coroutine',
  'threading.Thread': 'thread',
  'worker_threads.Worker': 'worker thread',
  'multiprocessing.Process': 'process',
  child_process: 'child process',
  cluster: 'cluster worker',
};

function nameOf({ api, pool }: LaneTask, workerName: string, place: number): string {
  if (pool === null) return `${laneNames[api] ?? api} ${place}`;
  const name = workerName === '' ? pool.name : workerName;
  return place === 0 ? name : `${name}, task ${place + 1} at a time`;
}
