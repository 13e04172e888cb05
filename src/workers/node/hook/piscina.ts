import { slotFlags, type TaskState } from '../../../shared/trace-format.ts';
import { wholeFile } from './call-site.ts';
import { describeError, fieldOf, isFunction, isNumber, isObject, isText } from './fields.ts';
import { later, quiet } from './guard.ts';
import { atMilliseconds, now } from './monotonic.ts';
import type { KnownPool, PoolApi, PoolWorker, Pools } from './pools.ts';
import type { Slot, Trace } from './trace.ts';

/** Tasks that are looked at together, at most: then their records fit into few pages. */
const mostFresh = 32;

/** A task of a pool. */
interface FollowedTask {
  readonly slot: Slot;
  /** The pool's number of it; -1: not known yet. */
  number: number;
  /** Takes the listener off the signal that may abort it. */
  forget: (() => void) | null;
}

interface FreshTask {
  readonly resource: object;
  readonly task: FollowedTask;
  readonly open: OpenTasks;
  /** What the pool will say of it, if it has no room for it. */
  readonly refusal: { readonly name: string; readonly message: string } | null;
}

interface SeenPool {
  readonly pool: KnownPool;
  readonly resource: WeakRef<object>;
  /** The most tasks that may wait; null: not asked yet. */
  limit: number | null;
}

/** Tasks that have not settled, by their number, which is unique among those of the same class. Nothing is kept at a task itself. */
type OpenTasks = Map<unknown, FollowedTask>;

/**
 * Follows the tasks of Piscina and Tinypool from the side of whoever submits them. Both make an AsyncResource for each task, in every version,
 * as CommonJS or as ES modules, and also where they were bundled into a program: no module has to be changed.
 */
export class PiscinaTasks {
  private readonly trace: Trace;
  private readonly pools: Pools;
  private readonly tidOf: (worker: unknown) => number;
  /** By the async id of the pool's own resource, which its tasks name as what triggers them. */
  private readonly known = new Map<unknown, SeenPool>();
  private readonly types = new WeakMap<object, OpenTasks>();
  /** What the last task was to run, which is what most are. */
  private last: { readonly file: string; readonly name: unknown; readonly string: number } = noCallable;
  private fresh: FreshTask[] = [];
  /** Tasks that have not settled and may be aborted. */
  private abortable = 0;

  /** `tidOf`: of a thread that is followed, but not as a pool's worker. */
  constructor(trace: Trace, pools: Pools, tidOf: (worker: unknown) => number) {
    this.trace = trace;
    this.pools = pools;
    this.tidOf = tidOf;
  }

  /** Told of resources that may be those of a pool or a task, while they are constructed. */
  seeResource(type: string, resource: object, options: unknown): void {
    if (type === 'Piscina.Task') this.submitted('piscina', resource, options);
    else if (type === 'Tinypool.Task') this.submitted('tinypool', resource, options);
    else if (type === 'Piscina') this.addPool('piscina', asyncIdOf(resource), resource);
    else if (type === 'Tinypool') this.addPool('tinypool', asyncIdOf(resource), resource);
  }

  /**
   * Finds out whose worker it is. It is constructed while its pool is, or while the pool is busy with something else, and the pool lists
   * it when this thread comes to do anything else.
   */
  follow(held: object, worker: PoolWorker): void {
    later(() => {
      for (const { pool, resource } of this.known.values()) {
        if (hasWorker(fieldOf(resource.deref(), 'eventEmitter'), held)) {
          this.pools.assign(worker, pool);
          return;
        }
      }
    });
  }

  private addPool(api: PoolApi, id: unknown, resource: object): SeenPool {
    const held = new WeakRef(resource);
    const workers = () => {
      const most = fieldOf(fieldOf(fieldOf(held.deref(), 'eventEmitter'), 'options'), 'maxThreads');
      return isNumber(most) ? Math.floor(most) : 0;
    };
    const pool = this.pools.add(api, workers);
    if (this.known.size >= mostPools) this.forgetPools();
    const seen: SeenPool = { pool, resource: held, limit: null };
    this.known.set(id, seen);
    return seen;
  }

  private forgetPools(): void {
    for (const [id, { resource }] of this.known) if (resource.deref() === undefined) this.known.delete(id);
  }

  private submitted(api: PoolApi, resource: object, options: unknown): void {
    const submit = now();
    const { trace } = this;
    const slot = trace.add('task', api, 'submitted');
    if (slot === 0) return;
    const id = fieldOf(options, 'triggerAsyncId');
    const seen = this.known.get(id) ?? this.addPool(api, id, resource);
    const { pool } = seen;
    this.pools.useNow(pool);
    trace.setTime(slot, 'submit', submit);
    trace.setWord(slot, 'submitTid', trace.tid);
    trace.setWord(slot, 'pool', this.pools.stringOf(pool));
    pool.sites.tell(slot);
    const refusal = this.refusalBy(seen);
    this.fresh.push({
      resource,
      task: { slot, number: -1, forget: null },
      open: this.openOf(resource),
      refusal,
    });
    if (this.fresh.length === 1) later(() => this.complete(0));
    // The last one is still being constructed.
    else if (this.fresh.length > mostFresh) this.complete(1);
  }

  /**
   * What a pool says of a task for which it has no room: it forgets that task without its callback. Null: it takes it, or that cannot be told
   * from outside, as tasks that may be aborted wait in a queue of their own, which has no limit.
   */
  private refusalBy(seen: SeenPool): FreshTask['refusal'] {
    if (seen.limit === Infinity) return null;
    const emitter = fieldOf(seen.resource.deref(), 'eventEmitter');
    if (seen.limit === null) {
      const limit = fieldOf(fieldOf(emitter, 'options'), 'maxQueue');
      seen.limit = isNumber(limit) ? limit : Infinity;
    }
    const waiting = fieldOf(emitter, 'queueSize');
    if (this.abortable > 0 || !isNumber(waiting) || waiting < Math.max(1, seen.limit)) return null;
    return seen.limit === 0 ? noQueue : atLimit;
  }

  /** Tells of tasks what could be seen only once they were constructed. Keeps the last few for another time. */
  private complete(kept: number): void {
    const { trace } = this;
    const complete = this.fresh;
    this.fresh = complete.splice(complete.length - kept);
    for (const { resource, task, open, refusal } of complete) {
      if (!('taskId' in resource && 'filename' in resource && 'name' in resource)) continue;
      const { taskId, filename, name } = resource;
      if (isNumber(taskId)) {
        trace.setKey(task.slot, taskId + 1);
        task.number = taskId;
        open.set(taskId, task);
      }
      if (isText(filename)) trace.setWord(task.slot, 'callable', this.callable(filename, name));
      if ('abortSignal' in resource && resource.abortSignal !== null) {
        this.seeAbort(resource.abortSignal, task, open);
      }
      if (refusal !== null) this.end(open, task, 'error', refusal);
    }
    trace.saveSoon();
  }

  private callable(file: string, name: unknown): number {
    const { last } = this;
    if (last.file === file && last.name === name) return last.string;
    const string = this.trace.place(callableOf(file, name));
    this.last = { file, name, string };
    return string;
  }

  /**
   * A task ends with its callback, which its pool runs in the task's scope. The method is put on the class of the pool's tasks, not on
   * Node's.
   */
  private openOf(resource: object): OpenTasks {
    const type: unknown = Object.getPrototypeOf(resource);
    const known = isObject(type) ? this.types.get(type) : undefined;
    if (known !== undefined) return known;
    const open: OpenTasks = new Map();
    const original = fieldOf(type, 'runInAsyncScope');
    if (!isObject(type) || !isFunction(original)) return open;
    this.types.set(type, open);
    const settle = (task: unknown, error: unknown) => this.settle(open, task, error);
    Object.defineProperty(type, 'runInAsyncScope', {
      configurable: true,
      writable: true,
      value: function runInAsyncScope(this: unknown, ...words: unknown[]): unknown {
        try {
          settle(this, words[2]);
        } catch {
          // As in `quietly`.
        }
        return Reflect.apply(original, this, words);
      },
    });
    return open;
  }

  /** A queued task that is aborted is taken from the queue without its callback. */
  private seeAbort(signal: unknown, task: FollowedTask, open: OpenTasks): void {
    if (!(signal instanceof EventTarget)) return;
    const cancel = quiet(() => this.end(open, task, 'cancelled', null));
    if (fieldOf(signal, 'aborted') === true) cancel();
    else {
      signal.addEventListener('abort', cancel, { once: true });
      this.abortable += 1;
      task.forget = () => {
        this.abortable -= 1;
        signal.removeEventListener('abort', cancel);
      };
    }
  }

  private settle(open: OpenTasks, resource: unknown, error: unknown): void {
    if (!isObject(resource) || !('taskId' in resource)) return;
    // One that settles while it is submitted was not completed yet.
    if (this.fresh.length > 0) this.complete(0);
    const task = open.get(resource.taskId);
    if (task === undefined) return;
    const holder = 'workerInfo' in resource ? fieldOf(resource.workerInfo, 'worker') : null;
    const worker = this.workerIn(holder);
    // A worker without the hook: this side alone knows, by its own clock.
    if (worker === null) this.tellTimes(resource, task.slot, holder);
    if (error === null || error === undefined) this.end(open, task, 'ok', null);
    else if (isCancelled(resource, error)) this.end(open, task, 'cancelled', null);
    else if (worker?.hasEnded === true) {
      this.trace.setFlag(task.slot, slotFlags.workerDied);
      this.end(open, task, 'lost', error);
    } else this.end(open, task, 'error', error);
  }

  private end(open: OpenTasks, task: FollowedTask, state: TaskState, error: unknown): void {
    if (!open.delete(task.number)) return;
    task.forget?.();
    this.pools.settle(task.slot, state, error === null ? null : describeError(error));
  }

  private workerIn(holder: unknown): PoolWorker | null {
    const own = this.pools.workerOf(holder);
    if (own !== null) return own;
    for (const held of workersIn(holder)) {
      const worker = this.pools.workerOf(held);
      if (worker !== null) return worker;
    }
    return null;
  }

  private tellTimes(resource: unknown, slot: Slot, holder: unknown): void {
    const started = fieldOf(resource, 'started');
    const tid = workersIn(holder)
      .map(this.tidOf)
      .find((known) => known !== 0);
    if (tid === undefined || !isNumber(started) || started === 0) return;
    this.trace.setTime(slot, 'start', atMilliseconds(started));
    this.trace.setTime(slot, 'end', now());
    this.trace.setWord(slot, 'workerTid', tid);
  }
}

const mostPools = 1_000;
const atLimit = { name: 'Error', message: 'Task queue is at limit' };
const noQueue = { name: 'Error', message: 'No task queue available and all Workers are busy' };
const noCallable = { file: '', name: null, string: 0 };

/** Piscina has its thread there, Tinypool an object of its own around a thread or process. */
const workersIn = (holder: unknown): readonly unknown[] => [
  holder,
  fieldOf(holder, 'thread'),
  fieldOf(holder, 'process'),
];

const hasWorker = (emitter: unknown, held: object): boolean => {
  const threads = fieldOf(emitter, 'threads');
  return Array.isArray(threads) && threads.some((thread) => workersIn(thread).includes(held));
};

/** The pool was told to stop, or the task was. */
function isCancelled(resource: unknown, error: unknown): boolean {
  if (fieldOf(fieldOf(resource, 'abortSignal'), 'aborted') === true) return true;
  const name = fieldOf(error, 'name');
  return (
    name === 'AbortError' ||
    name === 'CancelError' ||
    fieldOf(error, 'message') === 'Terminating worker thread'
  );
}

/** The default export goes by the file's name. */
const callableOf = (file: string, name: unknown): ReturnType<typeof wholeFile> =>
  isText(name) && name !== 'default' ? wholeFile(file, name) : wholeFile(file);

function asyncIdOf(resource: unknown): unknown {
  const asyncId = fieldOf(resource, 'asyncId');
  return isFunction(asyncId) ? Reflect.apply(asyncId, resource, []) : null;
}
