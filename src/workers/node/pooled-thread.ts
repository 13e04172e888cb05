import { parentPort, threadId, workerData } from 'node:worker_threads';
import { sessionClock } from './clock.ts';
import { ResultSizer } from './result-size.ts';
import { nativeThreadId } from './self-reading.ts';
import { callTask } from './task-call.ts';
import { loadTaskModule } from './task-module.ts';
import { ThreadLedger } from './thread-ledger.ts';

/** What the runner hands every thread of the pool. */
export interface PooledThreadData {
  readonly moduleUrl: string;
  readonly label: string;
  readonly originNs: string;
  readonly ledger: SharedArrayBuffer;
}

/** The argument of one pool call: slot, index, input. */
export type PooledCall = readonly [slot: number, index: number, input: unknown];

/** Posted once, before Piscina learns that the thread is ready, so that it is pinned before its first task. */
export interface PooledThreadReady {
  readonly ready: true;
  readonly threadId: number;
  readonly pid: number;
  readonly tid: number;
}

/** The pool's entry: Piscina awaits the exported promise before it gives the thread any task. */
export default openThread(workerData);

async function openThread(data: PooledThreadData): Promise<(call: PooledCall) => Promise<unknown>> {
  const { moduleUrl, label, originNs, ledger: memory } = data;
  const { task } = await loadTaskModule({ moduleUrl, label });
  const now = sessionClock(originNs);
  const ledger = new ThreadLedger(memory);
  const sizer = new ResultSizer(now);
  parentPort?.postMessage({ ready: true, threadId, ...nativeThreadId() } satisfies PooledThreadReady);

  return async ([slot, index, input]) => {
    ledger.thread[slot] = threadId;
    ledger.start[slot] = now();
    const called = await callTask(task, input, index, now);
    ledger.start[slot] = called.start;
    ledger.end[slot] = called.end;
    if (!called.ok) throw new Error(called.message);
    ledger.resultBytes[slot] = sizer.sizeOf(called.value, called.end - called.start);
    return called.value;
  };
}
