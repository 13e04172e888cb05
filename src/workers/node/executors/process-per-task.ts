import { messageOf } from '../../../shared/errors.ts';
import { Lanes } from '../lanes.ts';
import type { Enlisted } from '../worker-roster.ts';
import { Child } from './child.ts';
import { callChild } from './child-call.ts';
import {
  StartupMeter,
  type Executor,
  type ExecutorContext,
  type SettledTask,
  type TaskCall,
} from './executor.ts';

/** A forked process for every task, at most `workers` of them alive; starting and ending it is part of the price. */
export function processPerTask(context: ExecutorContext): Executor {
  const { setup, now, roster } = context;
  const lanes = new Lanes(setup.workers);
  const startup = new StartupMeter();

  async function runIn(lane: number, { index, input }: TaskCall): Promise<SettledTask> {
    const startedAt = now();
    const { moduleUrl, functionName, label } = setup.source;
    const child = new Child(
      { moduleUrl, functionName, label, originNs: context.originNs, once: true },
      context.onReadings,
    );
    let enlisted: Enlisted;
    try {
      const { pid, tid } = await child.ready();
      startup.add(now() - startedAt);
      enlisted = roster.enlist({ pid, tid, lane, name: `task ${index}`, wholeProcess: true });
    } catch (thrown) {
      await child.gone();
      return { ...neverStarted(lane), message: messageOf(thrown) };
    }
    const settled = await callChild(context, child, [index, input], enlisted);
    // A process whose input could not be sent still waits for one.
    if (settled.outcome === 'error' && Number.isNaN(settled.end)) child.kill();
    await child.gone();
    roster.retire(enlisted.worker);
    return settled;
  }

  return {
    start: async () => undefined,

    async run(call) {
      const lane = await lanes.acquire();
      try {
        return await runIn(lane, call);
      } finally {
        lanes.release(lane);
      }
    },

    startupNs: () => startup.meanNs(),
    close: async () => undefined,
  };
}

const neverStarted = (lane: number): Omit<SettledTask, 'message'> => ({
  outcome: 'lost',
  start: Number.NaN,
  end: Number.NaN,
  worker: 0,
  lane,
  tid: 0,
  resultBytes: Number.NaN,
});
