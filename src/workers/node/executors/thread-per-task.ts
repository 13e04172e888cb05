import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../shared/errors.ts';
import { Lanes } from '../lanes.ts';
import type { SingleThreadData, SingleThreadMessage } from '../single-thread.ts';
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

const entry = new URL('../workers/single-thread.js', import.meta.url);

/** A `new Worker` for every task, at most `workers` of them alive; starting and ending it is part of the price. */
export function threadPerTask(context: ExecutorContext): Executor {
  const { setup, now, roster } = context;
  const lanes = new Lanes(setup.workers);
  const startup = new StartupMeter();

  function runIn(lane: number, call: TaskCall): Promise<SettledTask> {
    const { moduleUrl, functionName, label } = setup.source;
    const data: SingleThreadData = { moduleUrl, functionName, label, originNs: context.originNs };
    const startedAt = now();
    const thread = new Worker(entry, { workerData: data, name: `task ${call.index}` });
    let by: Enlisted = { worker: 0, lane, tid: 0 };
    let start = Number.NaN;
    let settled: SettledTask | null = null;
    let timer: NodeJS.Timeout | undefined;

    const settle = (
      outcome: SettledTask['outcome'],
      message: string | null,
      end: number,
      resultBytes: number,
    ) => {
      settled ??= { ...by, outcome, start, end, resultBytes, message };
    };

    function onMessage(message: SingleThreadMessage): void {
      switch (message.type) {
        case 'ready':
          startup.add(now() - startedAt);
          by = roster.enlist({ ...message, lane, name: `task ${call.index}`, wholeProcess: false });
          start = now();
          if (setup.taskTimeoutNs !== null) timer = setTimeout(expire, setup.taskTimeoutNs / 1e6);
          thread.postMessage([call.index, call.input]);
          return;
        case 'settled':
          start = message.start;
          settle(
            message.message === null ? 'ok' : 'error',
            message.message,
            message.end,
            message.resultBytes,
          );
          return;
        case 'reading':
          context.onReadings(message.readings);
          void thread.terminate();
      }
    }

    function expire(): void {
      settle('cancelled', timedOut(setup.taskTimeoutNs ?? 0), now(), Number.NaN);
      void thread.terminate();
    }

    thread.on('message', onMessage);
    thread.on('error', (error) => settle(...howItDied(error)));
    return new Promise((resolve) => {
      thread.on('exit', (code) => {
        clearTimeout(timer);
        roster.retire(by.worker);
        settle('lost', describeEnd(code), Number.NaN, Number.NaN);
        if (settled !== null) resolve(settled);
      });
    });
  }

  return {
    start: async () => undefined,

    async run(call) {
      const lane = await lanes.acquire();
      try {
        return await runIn(lane, call);
      } catch (thrown) {
        // `new Worker` itself failed: no more threads or memory.
        const message = `its thread could not be started: ${messageOf(thrown)}`;
        const never = { start: Number.NaN, end: Number.NaN, resultBytes: Number.NaN };
        return { ...never, outcome: 'error', worker: 0, lane, tid: 0, message };
      } finally {
        lanes.release(lane);
      }
    },

    startupNs: () => startup.meanNs(),
    close: async () => undefined,
  };
}

function describeEnd(code: number): string {
  if (code !== 0) return endedWithCode(code);
  return 'its thread ended before it settled (process.exit in the task, or nothing left to wait for)';
}

/** Errors that reach a Worker's 'error' event ended the thread; what the task throws arrives as a message. */
function howItDied(error: unknown): [outcome: 'lost', message: string, end: number, resultBytes: number] {
  return ['lost', isOutOfMemory(error) ? ranOutOfMemory : messageOf(error), Number.NaN, Number.NaN];
}
