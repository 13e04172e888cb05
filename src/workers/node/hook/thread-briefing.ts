import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { fieldOf, isNumber, isObject, isText } from './fields.ts';
import { now } from './monotonic.ts';
import type { PoolApi } from './pools.ts';

/** What a thread is told by the one that starts it, beside its environment, which may be of the program's own making. */
export interface ThreadBriefing {
  readonly folder: string;
  /** What was added to its environment, and has to go again before the program looks: the value to put back, null for none. */
  readonly added: { readonly nodeOptions: string | null } | null;
  /** Null: it is no pool's worker. */
  readonly pool: {
    readonly api: PoolApi;
    readonly maker: string;
    readonly worker: number;
    /** Its pool's number as far as it is known when the worker starts; 0: the seat tells, later. */
    readonly number: number;
  } | null;
  readonly seat: SharedArrayBuffer;
}

/** Environment data of worker threads travel with every new worker; ours is there only while one is constructed. */
const key = 'corelane-hook';

export function briefed<T>(briefing: ThreadBriefing, start: () => T): T {
  setEnvironmentData(key, { ...briefing });
  try {
    return start();
  } finally {
    // Node's declarations do not say that undefined removes it.
    Reflect.apply(setEnvironmentData, undefined, [key, undefined]);
  }
}

/** What this thread was told; nobody finds it a second time. Null: nothing. */
export function ownBriefing(): ThreadBriefing | null {
  const data: unknown = getEnvironmentData(key);
  if (!isObject(data)) return null;
  Reflect.apply(setEnvironmentData, undefined, [key, undefined]);
  const folder = fieldOf(data, 'folder');
  const seat = fieldOf(data, 'seat');
  if (!isText(folder) || !(seat instanceof SharedArrayBuffer)) return null;
  return { folder, seat, added: addedOf(fieldOf(data, 'added')), pool: poolOf(fieldOf(data, 'pool')) };
}

function addedOf(value: unknown): ThreadBriefing['added'] {
  if (!isObject(value)) return null;
  const nodeOptions = fieldOf(value, 'nodeOptions');
  return { nodeOptions: isText(nodeOptions) ? nodeOptions : null };
}

export function poolOf(value: unknown): ThreadBriefing['pool'] {
  const api = fieldOf(value, 'api');
  const maker = fieldOf(value, 'maker');
  const worker = fieldOf(value, 'worker');
  const number = fieldOf(value, 'number');
  if (!isText(maker) || !isNumber(worker) || !isNumber(number)) return null;
  return isPoolApi(api) ? { api, maker, worker, number } : null;
}

const isPoolApi = (value: unknown): value is PoolApi =>
  value === 'piscina' || value === 'tinypool' || value === 'workerpool' || value === 'poolifier';

/** Memory that a thread shares with the one that started it: no message is spent on what they tell each other. */
export class ThreadSeat {
  readonly memory: SharedArrayBuffer;
  private readonly time: Float64Array;
  private readonly words: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.time = new Float64Array(memory, 0, 1);
    this.words = new Int32Array(memory, 8, 3);
  }

  static make(): ThreadSeat {
    return new ThreadSeat(new SharedArrayBuffer(24));
  }

  /** By the thread itself. */
  take(tid: number): void {
    this.time[0] = now();
    Atomics.store(this.words, 0, tid);
  }

  /** Native tid of the thread; 0: it does not run yet. */
  get tid(): number {
    return Atomics.load(this.words, 0);
  }

  get start(): number {
    return this.time[0] ?? 0;
  }

  /** The code that it ended with; null: it runs, or did not end by itself. */
  get exitCode(): number | null {
    const code = Atomics.load(this.words, 2);
    return code === 0 ? null : code - 1;
  }

  leave(exitCode: number): void {
    Atomics.store(this.words, 2, exitCode + 1);
  }

  /** The number of its pool; 0: not known yet. */
  get pool(): number {
    return Atomics.load(this.words, 1);
  }

  set pool(number: number) {
    Atomics.store(this.words, 1, number);
  }
}
