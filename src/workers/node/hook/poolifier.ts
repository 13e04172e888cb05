import { performance } from 'node:perf_hooks';
import workerThreads, { MessagePort, Worker } from 'node:worker_threads';
import { seeConstructed } from './builtins.ts';
import { describeError, fieldOf, isFunction, isNumber, isObject, isText } from './fields.ts';
import { quiet, quietly } from './guard.ts';
import { atMilliseconds } from './monotonic.ts';
import { requestIn, responseIn } from './pool-messages.ts';
import type { KnownPool, Pools, PoolWorker } from './pools.ts';
import type { Slot, Trace } from './trace.ts';

/** A task that was submitted and not sent to a worker yet. */
interface WaitingTask {
  readonly slot: Slot;
  readonly pool: KnownPool;
  /** By `performance.now()`, just after poolifier took its own time of the task. */
  readonly submitMs: number;
}

/** What both readings of the clock may differ by at most, the other way round. */
const toleranceMs = 0.001;

/**
 * Follows the tasks of poolifier from the side of whoever submits them: by the AsyncResource that it makes of each, and by the messages that it
 * sends to its workers, which have the moment of the submit and a number in them. A pool without events makes no AsyncResource: then a
 * task is seen when it is sent.
 */
export class PoolifierTasks {
  private readonly trace: Trace;
  private readonly pools: Pools;
  private readonly known = new Map<unknown, KnownPool>();
  private readonly waiting: WaitingTask[] = [];
  private readonly open = new Map<number, Slot>();
  /** One end of a channel, by the other one. */
  private readonly peers = new WeakMap<object, object>();
  private readonly tapped = new WeakSet<object>();
  private silent: KnownPool | null = null;

  constructor(trace: Trace, pools: Pools) {
    this.trace = trace;
    this.pools = pools;
  }

  install(): void {
    seeConstructed(workerThreads, 'MessageChannel', (channel) => {
      const port1 = fieldOf(channel, 'port1');
      const port2 = fieldOf(channel, 'port2');
      if (isObject(port1) && isObject(port2)) this.peers.set(port2, port1);
    });
  }

  /** Told of resources whose type begins with `poolifier:`. */
  seeResource(type: string, resource: object, options: unknown): void {
    if (type === 'poolifier:task') this.submitted(fieldOf(options, 'triggerAsyncId'));
    else {
      const asyncId = fieldOf(resource, 'asyncId');
      if (isFunction(asyncId))
        this.known.set(
          Reflect.apply(asyncId, resource, []),
          this.pools.add('poolifier', () => 0),
        );
    }
  }

  /** A worker was started: a thread, which will be sent the port for its tasks, or a process. */
  follow(held: object, worker: PoolWorker): void {
    if (held instanceof Worker) this.followThread(held, worker);
    else this.followProcess(held, worker);
  }

  private submitted(poolId: unknown): void {
    const submitMs = performance.now();
    const pool = this.known.get(poolId) ?? this.silentPool();
    this.pools.useNow(pool);
    const slot = this.add(pool, atMilliseconds(submitMs));
    this.waiting.push({ slot, pool, submitMs });
    this.trace.saveSoon();
  }

  private add(pool: KnownPool, submit: number): Slot {
    const { trace } = this;
    const slot = trace.add('task', 'poolifier', 'submitted');
    trace.setTime(slot, 'submit', submit);
    trace.setWord(slot, 'submitTid', trace.tid);
    trace.setWord(slot, 'pool', this.pools.stringOf(pool));
    pool.sites.tell(slot);
    return slot;
  }

  private followThread(held: Worker, worker: PoolWorker): void {
    const post = fieldOf(held, 'postMessage');
    if (!isFunction(post)) return;
    Object.defineProperty(held, 'postMessage', {
      configurable: true,
      writable: true,
      value: (...words: unknown[]): unknown => {
        quietly(() => {
          const port = fieldOf(words[0], 'port');
          const own = isObject(port) ? this.peers.get(port) : undefined;
          if (!(own instanceof MessagePort)) return;
          Reflect.deleteProperty(held, 'postMessage');
          this.tap(own, 'postMessage', worker);
        });
        return Reflect.apply(post, held, words);
      },
    });
  }

  /** Node gives a ChildProcess its `send` only after it was started. */
  private followProcess(held: object, worker: PoolWorker): void {
    Object.defineProperty(held, 'send', {
      configurable: true,
      enumerable: true,
      set: (send: unknown) => {
        Object.defineProperty(held, 'send', {
          configurable: true,
          enumerable: true,
          writable: true,
          value: send,
        });
        quietly(() => this.tap(held, 'send', worker));
      },
      get: () => undefined,
    });
  }

  private tap(channel: object, send: 'postMessage' | 'send', worker: PoolWorker): void {
    const post = fieldOf(channel, send);
    const listen = fieldOf(channel, 'on');
    if (this.tapped.has(channel) || !isFunction(post) || !isFunction(listen)) return;
    this.tapped.add(channel);
    const see = quiet((message: unknown) => this.sent(message, worker));
    Object.defineProperty(channel, send, {
      configurable: true,
      enumerable: send === 'send',
      writable: true,
      value: function postMessage(this: unknown, ...words: unknown[]): unknown {
        see(words[0]);
        return Reflect.apply(post, this, words);
      },
    });
    Reflect.apply(listen, channel, ['message', quiet((message: unknown) => this.received(message))]);
  }

  private sent(message: unknown, worker: PoolWorker): void {
    const request = requestIn('poolifier', message, 0);
    if (request === null) return;
    const { trace } = this;
    const submitMs = fieldOf(message, 'timestamp');
    const task = this.takeWaiting(isNumber(submitMs) ? submitMs : Infinity);
    const pool = task?.pool ?? worker.pool ?? this.silentPool();
    const slot =
      task?.slot ?? this.add(pool, atMilliseconds(isNumber(submitMs) ? submitMs : performance.now()));
    this.pools.assign(worker, pool);
    trace.setKey(slot, request.key);
    if (request.name !== null) trace.setPlace(slot, 'callable', { name: request.name, file: '', line: 1 });
    this.open.set(request.key, slot);
    trace.saveSoon();
  }

  private received(message: unknown): void {
    const response = responseIn('poolifier', message, 0);
    const slot = response === null ? undefined : this.open.get(response.key);
    if (response === null || slot === undefined) return;
    this.open.delete(response.key);
    const { error } = response;
    if (error === undefined) this.pools.settle(slot, 'ok', null);
    else this.pools.settle(slot, isAbort(error) ? 'cancelled' : 'error', describeError(error));
  }

  /** The first that was submitted at that moment or after it: nothing else is submitted between poolifier's reading of the clock and ours. */
  private takeWaiting(submitMs: number): WaitingTask | null {
    const index = this.waiting.findIndex((task) => task.submitMs >= submitMs - toleranceMs);
    return index === -1 ? null : (this.waiting.splice(index, 1)[0] ?? null);
  }

  private silentPool(): KnownPool {
    this.silent ??= this.pools.add('poolifier', () => 0);
    return this.silent;
  }
}

const isAbort = (error: unknown): boolean => {
  const name = fieldOf(error, 'name');
  return isText(name) && name === 'AbortError';
};
