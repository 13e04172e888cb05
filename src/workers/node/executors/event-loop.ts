import { Lanes } from '../lanes.ts';
import { nativeThreadId } from '../self-reading.ts';
import { callTask } from '../task-call.ts';
import type { Enlisted } from '../worker-roster.ts';
import {
  timedOut,
  type Executor,
  type ExecutorContext,
  type SettledTask,
  type TaskCall,
} from './executor.ts';

/**
 * The runner's own event loop with a bounded number of tasks in flight. Its one worker is the runner
 * process itself: what tasks start in the background (libuv's pool, timers) belongs to it too. A task that
 * blocks, exits or crashes does so for all tasks in flight, as it would in the user's program.
 */
export function eventLoop(context: ExecutorContext): Executor {
  const { setup, task, now, roster } = context;
  const lanes = new Lanes(setup.workers);
  let loop: Enlisted;

  const settled = (lane: number) => ({
    lane,
    worker: loop.worker,
    tid: loop.tid,
    resultBytes: Number.NaN,
    message: null,
  });

  async function call({ input, index }: TaskCall, lane: number): Promise<SettledTask> {
    const called = await callTask(task, input, index, now);
    const outcome = called.ok ? 'ok' : 'error';
    const message = called.ok ? null : called.message;
    return { ...settled(lane), outcome, start: called.start, end: called.end, message };
  }

  function callWithin(limitNs: number, taskCall: TaskCall, lane: number): Promise<SettledTask> {
    const start = now();
    return new Promise((resolve) => {
      const expire = () =>
        resolve({ ...settled(lane), outcome: 'cancelled', start, end: now(), message: timedOut(limitNs) });
      const timer = setTimeout(expire, limitNs / 1e6);
      void call(taskCall, lane).then((ended) => {
        clearTimeout(timer);
        resolve(ended);
      });
    });
  }

  return {
    async start() {
      const { pid, tid } = nativeThreadId();
      loop = roster.enlist({ pid, tid, lane: 0, name: 'event loop', wholeProcess: true, pinOnly: 'thread' });
    },

    async run(taskCall) {
      const lane = await lanes.acquire();
      try {
        const limitNs = setup.taskTimeoutNs;
        return await (limitNs === null ? call(taskCall, lane) : callWithin(limitNs, taskCall, lane));
      } finally {
        lanes.release(lane);
      }
    },

    startupNs: () => null,
    close: async () => undefined,
  };
}
