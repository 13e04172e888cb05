import { dirname, join } from 'node:path';
import { slotFlags } from '../../../shared/trace-format.ts';
import { seeCalls } from './builtins.ts';
import { callSite, type Place } from './call-site.ts';
import { describeError, fieldOf, isFunction, isNumber, isObject, isText } from './fields.ts';
import { quiet } from './guard.ts';
import { now } from './monotonic.ts';
import { workerpoolKey } from './pool-messages.ts';
import type { KnownPool, Pools, PoolWorker } from './pools.ts';
import type { Slot, Trace } from './trace.ts';

interface FollowedTask {
  readonly slot: Slot;
  readonly pool: KnownPool;
  worker: PoolWorker | null;
}

/**
 * Follows the tasks of workerpool from the side of whoever submits them. Its classes are CommonJS modules, also when it is imported. They are found
 * when it starts its first worker, which is in the middle of its first task.
 */
export class WorkerpoolTasks {
  private readonly trace: Trace;
  private readonly pools: Pools;
  private readonly patched = new Set<string>();
  private readonly known = new WeakMap<object, KnownPool>();
  /** By the promise that the program gets of each. */
  private readonly tasks = new WeakMap<object, FollowedTask>();
  private submitting: FollowedTask | null = null;
  private functionName: string | null = null;
  /** When and where the first worker was started. */
  private first: { readonly at: number; readonly site: Place | null } | null = null;

  constructor(trace: Trace, pools: Pools) {
    this.trace = trace;
    this.pools = pools;
  }

  /** `packageFiles`: those that are starting a worker at this moment. */
  follow(packageFiles: readonly string[]): void {
    const file = packageFiles.find((path) => /[\\/]src[\\/]WorkerHandler\.js$/.test(path));
    if (file === undefined || this.patched.has(file)) return;
    this.patched.add(file);
    this.first = { at: now(), site: callSite() };
    const handler = prototypeIn(file);
    const pool = prototypeIn(join(dirname(file), 'Pool.js'));
    if (handler === null || pool === null) return;
    seeCalls(pool, 'exec', (self, words, start) => this.exec(self, words, () => start(words)));
    seeCalls(handler, 'exec', (self, words, start) => this.hand(self, words, () => start(words)));
  }

  /** The program submits a task. A function is submitted as its text in a second call. */
  private exec(pool: unknown, words: readonly unknown[], start: () => unknown): unknown {
    const [method] = words;
    if (isFunction(method)) {
      this.functionName = method.name || '<anonymous>';
      try {
        return start();
      } finally {
        this.functionName = null;
      }
    }
    if (!isObject(pool) || !isText(method)) return start();
    const name = this.functionName ?? method;
    this.functionName = null;
    const task = this.add(this.poolOf(pool), now(), name, fieldOf(pool, 'script'));
    task.pool.sites.tell(task.slot);
    const before = this.submitting;
    this.submitting = task;
    let promise: unknown = null;
    try {
      promise = start();
      return promise;
    } finally {
      this.submitting = before;
      if (isObject(promise)) this.await(promise, task);
      else this.pools.settle(task.slot, 'error', null);
    }
  }

  /** A worker is handed a task, which it gets a number for. */
  private hand(handler: unknown, words: readonly unknown[], start: () => unknown): unknown {
    const worker = this.pools.workerOf(fieldOf(handler, 'worker'));
    const promise = fieldOf(words[2], 'promise');
    if (worker === null || !isObject(promise)) return start();
    const task = this.tasks.get(promise) ?? this.submitting ?? this.firstTask(words, promise);
    task.worker = worker;
    this.pools.assign(worker, task.pool);
    const result = start();
    const id = fieldOf(handler, 'lastId');
    if (isNumber(id)) this.trace.setKey(task.slot, workerpoolKey(worker.number, id));
    this.trace.saveSoon();
    return result;
  }

  /** It was submitted just before anything could be seen. */
  private firstTask([method, params]: readonly unknown[], promise: object): FollowedTask {
    const { at, site } = this.first ?? { at: now(), site: null };
    const pool = this.pools.inUse('workerpool') ?? this.pools.add('workerpool', () => 0);
    const task = this.add(pool, at, nameOf(method, params), null);
    if (site !== null) this.trace.setPlace(task.slot, 'site', site);
    this.await(promise, task);
    return task;
  }

  private add(pool: KnownPool, submit: number, name: string, script: unknown): FollowedTask {
    const { trace } = this;
    const slot = trace.add('task', 'workerpool', 'submitted');
    trace.setTime(slot, 'submit', submit);
    trace.setWord(slot, 'submitTid', trace.tid);
    trace.setWord(slot, 'pool', this.pools.stringOf(pool));
    trace.setPlace(slot, 'callable', { name, file: isText(script) ? script : '', line: 1 });
    trace.saveSoon();
    return { slot, pool, worker: null };
  }

  /** Its promises are of its own making: one that nobody listens to is no unhandled rejection, so this hides none. */
  private await(promise: object, task: FollowedTask): void {
    this.tasks.set(promise, task);
    const then = fieldOf(promise, 'then');
    if (!isFunction(then)) return;
    Reflect.apply(then, promise, [
      quiet(() => this.pools.settle(task.slot, 'ok', null)),
      quiet((error: unknown) => this.fail(task, error)),
    ]);
  }

  private fail(task: FollowedTask, error: unknown): void {
    if (isCancelled(error)) this.pools.settle(task.slot, 'cancelled', null);
    else if (task.worker?.hasEnded === true) {
      this.trace.setFlag(task.slot, slotFlags.workerDied);
      this.pools.settle(task.slot, 'lost', describe(error));
    } else this.pools.settle(task.slot, 'error', describe(error));
  }

  private poolOf(pool: object): KnownPool {
    const known =
      this.known.get(pool) ?? this.poolOfWorkers(pool) ?? this.pools.add('workerpool', () => mostIn(pool));
    this.known.set(pool, known);
    this.pools.useNow(known);
    return known;
  }

  /** That of the task by which the pool was first seen. */
  private poolOfWorkers(pool: object): KnownPool | null {
    const handlers = fieldOf(pool, 'workers');
    if (!Array.isArray(handlers)) return null;
    for (const handler of handlers) {
      const worker = this.pools.workerOf(fieldOf(handler, 'worker'));
      if (worker !== null && worker.pool !== null) return worker.pool;
    }
    return null;
  }
}

function prototypeIn(file: string): object | null {
  const prototype = fieldOf(fieldOf(require.cache[file], 'exports'), 'prototype');
  return isObject(prototype) ? prototype : null;
}

const mostIn = (pool: object): number => {
  const most = fieldOf(pool, 'maxWorkers');
  return isNumber(most) ? most : 0;
};

/** A function is handed to the method `run` as its text. */
function nameOf(method: unknown, params: unknown): string {
  const text: unknown = method === 'run' && Array.isArray(params) ? params[0] : null;
  if (!isText(text)) return isText(method) ? method : '';
  return /^(?:async\s+)?function\s*\*?\s*([\w$]+)/.exec(text)?.[1] ?? '<anonymous>';
}

/** Its errors are made anew from what a worker sent: what they were is in their stack. */
const describe = (error: unknown): ReturnType<typeof describeError> =>
  describeError({ stack: fieldOf(error, 'stack'), message: fieldOf(error, 'message') });

function isCancelled(error: unknown): boolean {
  const type = fieldOf(fieldOf(error, 'constructor'), 'name');
  const message = fieldOf(error, 'message');
  return (
    type === 'CancellationError' ||
    fieldOf(error, 'name') === 'CancellationError' ||
    message === 'Pool terminated' ||
    message === 'Worker terminated'
  );
}
