import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { CorelaneError, messageOf } from '../../../shared/errors.ts';
import type { PooledCall, PooledThreadData, PooledThreadReady } from '../pooled-thread.ts';
import { ThreadLedger } from '../thread-ledger.ts';
import type { Enlisted } from '../worker-roster.ts';
import {
  StartupMeter,
  timedOut,
  type Executor,
  type ExecutorContext,
  type SettledTask,
  type TaskCall,
} from './executor.ts';
import { endedWithCode, isOutOfMemory, ranOutOfMemory } from './thread-end.ts';

const nobody: Enlisted = { worker: 0, lane: 0, tid: 0 };
const entry = fileURLToPath(new URL('../workers/pooled-thread.js', import.meta.url));

/**
 * Piscina on worker_threads, with as many threads as workers and Piscina's defaults otherwise. Threads note
 * start and end in a shared ledger, so that recording adds no message to a call.
 */
export function threadPool(context: ExecutorContext): Executor {
  const { setup, now, roster, slots } = context;
  const ledger = ThreadLedger.withSlots(slots);
  const startup = new StartupMeter();
  const threads = new Map<number, Enlisted>();
  const deadlines = setup.taskTimeoutNs === null ? null : new Deadlines(ledger, setup.taskTimeoutNs, now);
  let pool: Piscina<PooledCall, unknown>;

  /** The lane of a thread that is gone, else the next unused one. */
  function freeLane(): number {
    const living = new Set(pool.threads.map((thread) => thread.threadId));
    const taken = new Set<number>();
    for (const [threadId, { lane, worker }] of threads) {
      if (living.has(threadId)) taken.add(lane);
      else roster.retire(worker);
    }
    for (let lane = 0; ; lane += 1) if (!taken.has(lane)) return lane;
  }

  function enlist({ threadId, pid, tid }: PooledThreadReady): void {
    const lane = freeLane();
    const name = `thread ${lane}`;
    threads.set(threadId, roster.enlist({ pid, tid, lane, name, wholeProcess: false }));
  }

  return {
    start: () =>
      new Promise((resolve, reject) => {
        const openedAt = now();
        const { moduleUrl, functionName, label } = setup.source;
        const data: PooledThreadData = {
          moduleUrl,
          functionName,
          label,
          originNs: context.originNs,
          ledger: ledger.memory,
        };
        pool = new Piscina({
          filename: entry,
          minThreads: setup.workers,
          maxThreads: setup.workers,
          idleTimeout: Number.POSITIVE_INFINITY,
          workerData: data,
        });
        pool.on('message', (message: PooledThreadReady) => {
          enlist(message);
          // Replacements, later on, began at a moment that only Piscina knows.
          if (threads.size <= setup.workers) startup.add(now() - openedAt);
          if (threads.size === setup.workers) resolve();
        });
        pool.on('error', (error: unknown) => reject(cannotStart(error)));
      }),

    run({ slot, index, input }) {
      ledger.open(slot, index);
      const options = deadlines === null ? undefined : { signal: deadlines.watch(slot) };
      return pool.run(input === index ? slot : [slot, input], options).then(
        () => settle(slot, 'ok', null),
        (thrown: unknown) => settle(slot, ...whatWentWrong(slot, thrown)),
      );
    },

    startupNs: () => startup.meanNs(),

    async close() {
      deadlines?.stop();
      await pool.destroy();
    },
  };

  function settle(slot: number, outcome: SettledTask['outcome'], message: string | null): SettledTask {
    deadlines?.forget(slot);
    const { worker, lane, tid } = threads.get(ledger.thread[slot] ?? 0) ?? nobody;
    const start = ledger.startOf(slot);
    const noted = ledger.endOf(slot);
    // A thread that was killed could not note the end; the runner saw it a moment later.
    const end = outcome === 'cancelled' && Number.isNaN(noted) ? now() : noted;
    const resultBytes = ledger.resultBytes[slot] ?? Number.NaN;
    return { outcome, start, end, worker, lane, tid, resultBytes, message };
  }

  function whatWentWrong(slot: number, thrown: unknown): [SettledTask['outcome'], string] {
    if (deadlines?.hasExpired(slot) === true) return ['cancelled', timedOut(deadlines.limitNs)];
    const diedRunning = !Number.isNaN(ledger.startOf(slot)) && Number.isNaN(ledger.endOf(slot));
    if (diedRunning) return ['lost', lostBecause(thrown)];
    return ['error', whyFailed(thrown)];
  }
}

/**
 * What the task threw, the thread sent as an Error with its description. Of a result that cannot be cloned Piscina sends the
 * DOMException, which depending on the Node arrives without its message or as an empty object.
 */
const whyFailed = (thrown: unknown): string =>
  thrown instanceof Error && thrown.message !== ''
    ? thrown.message
    : 'its result cannot be sent back: it could not be cloned';

function lostBecause(thrown: unknown): string {
  if (isOutOfMemory(thrown)) return ranOutOfMemory;
  const [, code] = /exited with code: (-?\d+)/.exec(messageOf(thrown)) ?? [];
  if (code !== undefined) return endedWithCode(code);
  return `its thread died: ${messageOf(thrown)}`;
}

const cannotStart = (error: unknown): CorelaneError =>
  new CorelaneError(
    'runner-failed',
    `The threads of the pool could not be started: ${messageOf(error)}`,
    'Correct what the message names; the module must also load inside a worker thread (no process.chdir, no main-thread check).',
  );

/**
 * Ends tasks that run too long. Time counts from when a thread took the call, which only the ledger
 * knows; hence one timer that looks at the calls on their way, instead of one per call.
 */
class Deadlines {
  readonly limitNs: number;
  readonly #ledger: ThreadLedger;
  readonly #now: () => number;
  readonly #watched = new Map<number, AbortController>();
  readonly #expired = new Set<number>();
  readonly #timer: NodeJS.Timeout;

  constructor(ledger: ThreadLedger, limitNs: number, now: () => number) {
    this.#ledger = ledger;
    this.limitNs = limitNs;
    this.#now = now;
    this.#timer = setInterval(() => this.#check(), Math.min(50, Math.max(5, limitNs / 1e6 / 4)));
  }

  watch(slot: TaskCall['slot']): AbortSignal {
    const controller = new AbortController();
    this.#expired.delete(slot);
    this.#watched.set(slot, controller);
    return controller.signal;
  }

  forget(slot: number): void {
    this.#watched.delete(slot);
  }

  hasExpired(slot: number): boolean {
    return this.#expired.has(slot);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const startedBefore = this.#now() - this.limitNs;
    for (const [slot, controller] of this.#watched) {
      const isOverdue = this.#ledger.startOf(slot) < startedBefore && Number.isNaN(this.#ledger.endOf(slot));
      if (!isOverdue) continue;
      this.#expired.add(slot);
      controller.abort();
    }
  }
}
