import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadReading } from '../../shared/worker-protocol.ts';
import { sessionClock } from './clock.ts';
import { ResultSizer } from './result-size.ts';
import { nativeThreadId, readSelf } from './self-reading.ts';
import { callTask, describeThrown } from './task-call.ts';
import { loadTaskModule } from './task-module.ts';

export interface SingleThreadData {
  readonly moduleUrl: string;
  readonly functionName: string | null;
  readonly label: string;
  readonly originNs: string;
}

/** What the thread of one task says, in this order. */
export type SingleThreadMessage =
  | { readonly type: 'ready'; readonly pid: number; readonly tid: number }
  | {
      readonly type: 'settled';
      readonly start: number;
      readonly end: number;
      readonly resultBytes: number;
      readonly value?: unknown;
      /** Why it is not ok; null when it is. */
      readonly message: string | null;
    }
  | { readonly type: 'reading'; readonly readings: readonly ThreadReading[] };

const say = (message: SingleThreadMessage) => parentPort?.postMessage(message);
await openThread(workerData);

/** Loads the task, waits until it is pinned and told to go, runs one call, and reads its own counters before it ends. */
async function openThread({ moduleUrl, functionName, label, originNs }: SingleThreadData): Promise<void> {
  const { task } = await loadTaskModule({ moduleUrl, functionName, label });
  const now = sessionClock(originNs);

  const runOnce = async (index: number, input: unknown): Promise<void> => {
    const called = await callTask(task, input, index, now);
    const { start, end } = called;
    if (!called.ok) {
      say({ type: 'settled', start, end, resultBytes: Number.NaN, message: called.message });
    } else {
      const resultBytes = new ResultSizer(now).sizeOf(called.value, end - start);
      try {
        say({ type: 'settled', start, end, resultBytes, value: called.value, message: null });
      } catch (thrown) {
        const message = `its result cannot be sent back: ${describeThrown(thrown)}`;
        say({ type: 'settled', start, end, resultBytes, message });
      }
    }
    say({ type: 'reading', readings: readSelf('thread') });
  };
  parentPort?.once('message', ([index, input]: readonly [number, unknown]) => void runOnce(index, input));
  say({ type: 'ready', ...nativeThreadId() });
}
