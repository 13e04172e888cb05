import type { TaskState, TraceStrings, TracedApi } from '../../../shared/trace-format.ts';
import { isObject } from './fields.ts';
import { later } from './guard.ts';
import { now } from './monotonic.ts';
import type { ThreadBriefing } from './thread-briefing.ts';
import { PoolSites } from './pool-sites.ts';
import type { Slot, Trace } from './trace.ts';

export type PoolApi = Extract<TracedApi, 'piscina' | 'tinypool' | 'workerpool' | 'poolifier'>;

/** A pool of the program, as the thread that made it knows it. */
export interface KnownPool {
  readonly api: PoolApi;
  /** From 1, in this thread. */
  readonly number: number;
  /** The most workers it may have; 0: not known. Asked once something is to be written of it. */
  readonly workers: () => number;
  /** The number of its string; 0: it was not written yet. */
  string: number;
  readonly sites: PoolSites;
}

/** A worker of a pool, until whoever follows it knows which pool that is. */
export interface PoolWorker {
  readonly api: PoolApi;
  /** From 1, among the workers of pools that this thread started. */
  readonly number: number;
  readonly slot: Slot;
  pool: KnownPool | null;
  /** Tells the worker its pool. */
  readonly tell: (pool: KnownPool) => void;
  /** It has ended: what it still had to do is lost, if nobody took that away from it before. */
  hasEnded: boolean;
}

/** The pools that this thread made, and the workers that it started for them. */
export class Pools {
  readonly trace: Trace;
  /** Equal in this thread and in all its workers, and different from that of other threads. */
  readonly maker: string;
  private readonly workers = new WeakMap<object, PoolWorker>();
  private count = 0;
  private workerCount = 0;
  private near: KnownPool | null = null;

  constructor(trace: Trace) {
    this.trace = trace;
    this.maker = `${process.pid}-${trace.tid}`;
  }

  add(api: PoolApi, workers: () => number): KnownPool {
    this.count += 1;
    const known: KnownPool = {
      api,
      number: this.count,
      workers,
      string: 0,
      sites: new PoolSites(this.trace),
    };
    this.useNow(known);
    return known;
  }

  /** The number of its string. */
  stringOf(known: KnownPool): number {
    if (known.string !== 0) return known.string;
    const { api, number } = known;
    const scope = scopeOf(this.maker, api, number);
    const pool: TraceStrings['pool'] = { name: `${api} ${number}`, scope, workers: known.workers() };
    known.string = this.trace.string(`#${scope}`, pool);
    return known.string;
  }

  /** The pool that this thread is busy with until the program's code returns: workers that start meanwhile are most likely its own. */
  useNow(pool: KnownPool): void {
    if (this.near === null) {
      later(() => {
        this.near = null;
      });
    }
    this.near = pool;
  }

  inUse(api: PoolApi): KnownPool | null {
    return this.near?.api === api ? this.near : null;
  }

  /** Follows a worker of a pool: `held` is the Worker or ChildProcess. */
  addWorker(api: PoolApi, held: object, slot: Slot, tell: (pool: KnownPool) => void): PoolWorker {
    this.workerCount += 1;
    const number = this.workerCount;
    const worker: PoolWorker = { api, number, slot, pool: null, tell, hasEnded: false };
    this.trace.setName(slot, `${api} worker ${number}`);
    this.workers.set(held, worker);
    return worker;
  }

  /** The submitter has its task's result. */
  settle(slot: Slot, state: TaskState, error: TraceStrings['error'] | null): void {
    const { trace } = this;
    trace.setTime(slot, 'result', now());
    if (error !== null) trace.setError(slot, error);
    trace.setState(slot, state);
    trace.saveSoon();
  }

  /** `held`: a Worker or ChildProcess, or anything else. */
  workerOf(held: unknown): PoolWorker | null {
    return isObject(held) ? (this.workers.get(held) ?? null) : null;
  }

  /** What the worker that is followed next has to know of itself. */
  briefing(api: PoolApi): NonNullable<ThreadBriefing['pool']> {
    // The first worker of workerpool is how its pool is found.
    if (api === 'workerpool' && this.inUse(api) === null) this.add(api, () => 0);
    return { api, maker: this.maker, worker: this.workerCount + 1, number: this.inUse(api)?.number ?? 0 };
  }

  /** The first to say it is right: a worker never changes its pool. */
  assign(worker: PoolWorker, pool: KnownPool): void {
    if (worker.pool !== null) return;
    worker.pool = pool;
    this.trace.setWord(worker.slot, 'pool', this.stringOf(pool));
    this.trace.saveSoon();
    worker.tell(pool);
  }
}

export const scopeOf = (maker: string, api: PoolApi, number: number): string => `${maker} ${api} ${number}`;
