import { parentPort, threadId, workerData } from 'node:worker_threads';
import { sessionClock } from './clock.ts';
import { ResultSizer } from './result-size.ts';
import { nativeThreadId } from './self-reading.ts';
import { callTask, type CalledTask } from './task-call.ts';
import { loadTaskModule } from './task-module.ts';
import { ThreadLedger } from './thread-ledger.ts';

/** What the runner hands every thread of the pool. */
export interface PooledThreadData {
  readonly moduleUrl: string;
  readonly functionName: string | null;
  readonly label: string;
  readonly originNs: string;
  readonly ledger: SharedArrayBuffer;
}

/** One pool call: the slot alone when the task's input is its index, which the ledger has, else slot and input. */
export type PooledCall = number | readonly [slot: number, input: unknown];

/** Posted once, before Piscina learns that the thread is ready, so that it is pinned before its first task. */
export interface PooledThreadReady {
  readonly ready: true;
  readonly threadId: number;
  readonly pid: number;
  readonly tid: number;
}

/** The pool's entry: Piscina awaits the exported promise before it gives the thread any task. */
export default openThread(workerData);

async function openThread(data: PooledThreadData): Promise<(call: PooledCall) => unknown> {
  const { moduleUrl, functionName, label, originNs, ledger: memory } = data;
  const { task } = await loadTaskModule({ moduleUrl, functionName, label });
  const now = sessionClock(originNs);
  const ledger = new ThreadLedger(memory);
  const sizer = new ResultSizer(now);
  parentPort?.postMessage({ ready: true, threadId, ...nativeThreadId() } satisfies PooledThreadReady);

  function finish(slot: number, called: CalledTask): unknown {
    ledger.end[slot] = called.end;
    if (!called.ok) throw new Error(called.message);
    ledger.resultBytes[slot] = sizer.sizeOf(called.value, called.end - called.start);
    return called.value;
  }

  return (call) => {
    const slot = typeof call === 'number' ? call : call[0];
    const index = ledger.index[slot] ?? 0;
    const input = typeof call === 'number' ? index : call[1];
    const start = now();
    ledger.thread[slot] = threadId;
    ledger.start[slot] = start;
    const called = callTask(task, input, index, now, start);
    return called instanceof Promise ? called.then((settled) => finish(slot, settled)) : finish(slot, called);
  };
}
