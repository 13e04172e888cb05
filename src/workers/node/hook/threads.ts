import { errorMonitor } from 'node:events';
import workerThreads, { SHARE_ENV, type Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { seeCalls, seeConstruction } from './builtins.ts';
import { callSite, wholeFile } from './call-site.ts';
import { describeError, fieldOf, isFunction, isObject, isText, ownSymbol } from './fields.ts';
import { later, quiet, quietly } from './guard.ts';
import { missingFrom } from './inheritance.ts';
import { now } from './monotonic.ts';
import type { PoolApi, Pools, PoolWorker } from './pools.ts';
import { briefed, ThreadSeat, type ThreadBriefing } from './thread-briefing.ts';
import type { Slot, Trace } from './trace.ts';

/** A worker thread that the program started for itself. */
interface FollowedThread {
  readonly slot: Slot;
  readonly seat: ThreadSeat;
  sent: number;
  received: number;
  isTerminated: boolean;
  isStarted: boolean;
  error: ReturnType<typeof describeError> | null;
}

/** Sees `new Worker`: each is a task, or a worker of a pool that is traced itself. */
export class Threads {
  private readonly trace: Trace;
  private readonly pools: Pools;
  private readonly hook: string;
  private readonly followed = new Map<Worker, FollowedThread>();
  /** Told of a pool's worker once it is made, with the files of packages that made it. */
  onPoolWorker: (worker: PoolWorker, held: Worker, packageFiles: readonly string[]) => void = () => {};

  constructor(trace: Trace, pools: Pools, hook: string) {
    this.trace = trace;
    this.pools = pools;
    this.hook = hook;
  }

  install(): void {
    const { Worker: original } = workerThreads;
    seeConstruction(workerThreads, 'Worker', (words, make) => {
      const [file, options] = words;
      // Node's own workers have a third word.
      if (words.length > 2) return make(words);
      const packageFiles: string[] = [];
      const site = callSite((path) => packageFiles.push(path));
      const api = poolApiOf(fileOf(file, options), packageFiles);
      const seat = ThreadSeat.make();
      const { given, added } = this.withTrace(options);
      const briefing: ThreadBriefing = {
        folder: this.trace.folder,
        added,
        pool: api === null ? null : this.pools.briefing(api),
        seat: seat.memory,
      };
      const submit = now();
      const worker = briefed(briefing, () => make(given === options ? words : [file, given]));
      if (!(worker instanceof original)) return worker;
      if (api !== null) {
        this.onPoolWorker(this.followPooled(worker, api, seat), worker, packageFiles);
        return worker;
      }
      const slot = this.trace.add('task', 'worker_threads.Worker', 'submitted');
      this.trace.setTime(slot, 'submit', submit);
      this.trace.setWord(slot, 'submitTid', this.trace.tid);
      this.trace.setPlace(slot, 'callable', wholeFile(fileOf(file, options)));
      if (site !== null) this.trace.setPlace(slot, 'site', site);
      const name = fieldOf(options, 'name');
      if (isText(name) && name.trim() !== '') this.trace.setName(slot, name.trim());
      this.trace.saveSoon();
      this.follow(worker, slot, seat);
      return worker;
    });
    seeCalls(original.prototype, 'terminate', (self, words, terminate) => {
      const thread = self instanceof original ? this.followed.get(self) : undefined;
      if (thread !== undefined) thread.isTerminated = true;
      return terminate(words);
    });
  }

  /** The native tid of a thread that is a task of its own; 0: it is none, or does not run yet. */
  tidOf(worker: unknown): number {
    return worker instanceof workerThreads.Worker ? (this.followed.get(worker)?.seat.tid ?? 0) : 0;
  }

  /** Writes how many messages went to and fro, of all threads that live. Cheap where none did. */
  saveCounts(): void {
    for (const thread of this.followed.values()) this.tellCounts(thread);
  }

  /** This thread ends, and with it all threads that it started. */
  finish(): void {
    const end = now();
    for (const [worker, thread] of this.followed) {
      if (thread.seat.exitCode !== null || thread.error !== null) {
        this.settle(worker, thread);
        continue;
      }
      this.begin(thread);
      this.tellCounts(thread);
      this.trace.setTime(thread.slot, 'end', end);
      this.trace.setState(thread.slot, 'cancelled');
    }
    this.followed.clear();
  }

  private follow(worker: Worker, slot: Slot, seat: ThreadSeat): void {
    const thread: FollowedThread = {
      slot,
      seat,
      sent: 0,
      received: 0,
      isTerminated: false,
      isStarted: false,
      error: null,
    };
    this.followed.set(worker, thread);
    countMessages(worker, thread);
    worker.on(
      'online',
      quiet(() => {
        this.begin(thread);
        this.trace.saveSoon();
      }),
    );
    worker.on(
      errorMonitor,
      quiet((error: unknown) => {
        thread.error = describeError(error);
      }),
    );
    onceEnded(worker, () => {
      this.begin(thread);
      this.tellCounts(thread);
      this.trace.setTime(slot, 'end', now());
      // Some errors are told only now.
      later(() => this.settle(worker, thread));
    });
  }

  private settle(worker: Worker, thread: FollowedThread): void {
    if (!this.followed.delete(worker)) return;
    const { error, isTerminated, seat } = thread;
    // A thread that was terminated says nothing more; of one without the hook nothing is known but that it ended.
    const code = seat.exitCode ?? (isTerminated ? null : seat.tid === 0 ? 0 : 1);
    const failure =
      error ?? (code === null || code === 0 ? null : { type: 'ExitCode', message: `exit code ${code}` });
    if (failure !== null) this.trace.setError(thread.slot, failure);
    const state = failure !== null ? 'error' : code === null ? 'cancelled' : 'ok';
    this.trace.setState(thread.slot, state);
    this.trace.saveSoon();
  }

  private begin(thread: FollowedThread): void {
    if (thread.isStarted || thread.seat.tid === 0) return;
    thread.isStarted = true;
    this.trace.setTime(thread.slot, 'start', thread.seat.start);
    this.trace.setWord(thread.slot, 'workerTid', thread.seat.tid);
    this.trace.setState(thread.slot, 'running');
  }

  private tellCounts(thread: FollowedThread): void {
    if (thread.sent > 0) this.trace.setWord(thread.slot, 'items', thread.sent);
    if (thread.received > 0) this.trace.setWord(thread.slot, 'steps', thread.received);
  }

  private followPooled(worker: Worker, api: PoolApi, seat: ThreadSeat): PoolWorker {
    const { trace } = this;
    const slot = trace.add('worker', api, 'running');
    trace.setTime(slot, 'start', now());
    const pooled = this.pools.addWorker(api, worker, slot, (pool) => {
      seat.pool = pool.number;
    });
    worker.on(errorMonitor, () => {
      pooled.hasEnded = true;
    });
    const begin = () => {
      if (seat.tid === 0) return;
      trace.setTime(slot, 'start', seat.start);
      trace.setWord(slot, 'workerTid', seat.tid);
      trace.saveSoon();
    };
    worker.on('online', quiet(begin));
    onceEnded(worker, () => {
      pooled.hasEnded = true;
      begin();
      trace.setTime(slot, 'end', now());
      trace.setState(slot, 'ok');
      trace.saveSoon();
    });
    return pooled;
  }

  /** Options with which the thread gets the hook, also where its environment is of the program's own making. */
  private withTrace(options: unknown): { given: unknown; added: ThreadBriefing['added'] } {
    const environment = fieldOf(options, 'env');
    if (!isObject(options) || !isObject(environment) || environment === process.env) {
      return { given: options, added: null };
    }
    if (Object.is(environment, SHARE_ENV)) return { given: options, added: null };
    const nodeOptions = fieldOf(environment, 'NODE_OPTIONS');
    const folder = fieldOf(environment, 'CORELANE_TRACE');
    const missing = missingFrom(
      { nodeOptions: textOf(nodeOptions), folder: textOf(folder) },
      this.hook,
      this.trace.folder,
    );
    if (missing === null) return { given: options, added: null };
    const env = { ...environment, NODE_OPTIONS: missing.NODE_OPTIONS };
    // What else the options have is looked up behind it, getters and all.
    const given: unknown = Object.create(options, { env: { value: env, enumerable: true } });
    return {
      given,
      added: { nodeOptions: textOf(nodeOptions) ?? null },
    };
  }
}

/**
 * Told once when a thread has ended. Node takes its own callback off the thread's handle then: a listener for `exit` would be counted by the
 * program, and change the lines of Node in the stacks of errors that its own listeners throw.
 */
function onceEnded(worker: Worker, onEnd: () => void): void {
  const symbol = ownSymbol(worker, 'kHandle');
  const handle = symbol === undefined ? undefined : fieldOf(worker, symbol);
  if (!isObject(handle) || !isFunction(fieldOf(handle, 'onexit'))) {
    worker.on('exit', quiet(onEnd));
    return;
  }
  let callback = fieldOf(handle, 'onexit');
  Object.defineProperty(handle, 'onexit', {
    configurable: true,
    enumerable: true,
    get: () => callback,
    set: (value: unknown) => {
      callback = value;
      if (value === null) quietly(onEnd);
    },
  });
}

/** Counts at the port below the worker, where nobody listens but Node: a listener more or a method less would be seen by the program. */
function countMessages(worker: Worker, thread: FollowedThread): void {
  const symbol = ownSymbol(worker, 'kPublicPort');
  const port = symbol === undefined ? undefined : fieldOf(worker, symbol);
  const post = fieldOf(port, 'postMessage');
  const listen = fieldOf(port, 'on');
  if (!isObject(port) || !isFunction(listen)) return;
  Reflect.apply(listen, port, [
    'message',
    () => {
      thread.received += 1;
    },
  ]);
  // Read once for every message. As a getter it is not on the stack when a message cannot be cloned.
  Object.defineProperty(port, 'postMessage', {
    configurable: true,
    get: () => {
      thread.sent += 1;
      return post;
    },
  });
}

const textOf = (value: unknown): string | undefined => (isText(value) ? value : undefined);

function fileOf(file: unknown, options: unknown): string {
  if (fieldOf(options, 'eval') === true) return '[worker eval]';
  if (file instanceof URL) return file.protocol === 'file:' ? fileURLToPath(file) : `${file.protocol}…`;
  return isText(file) ? file : '';
}

/** Which pool's worker a thread or process is, by what it runs, or by who starts it. */
export function poolApiOf(file: string, packageFiles: readonly string[]): PoolApi | null {
  if (/[\\/]piscina[\\/]dist[\\/](?:src[\\/])?worker\.js$/.test(file)) return 'piscina';
  if (/[\\/]tinypool[\\/]dist[\\/](?:esm[\\/]|cjs[\\/])?(?:entry[\\/])?(?:worker|process)\.js$/.test(file))
    return 'tinypool';
  if (packageFiles.some((path) => /[\\/]workerpool[\\/]/.test(path))) return 'workerpool';
  if (packageFiles.some((path) => /[\\/]poolifier[\\/]/.test(path))) return 'poolifier';
  return null;
}
