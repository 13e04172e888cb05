import type { RunnerEvent, TrialSetup } from '../../shared/worker-protocol.ts';
import { sessionClock } from './clock.ts';
import { argumentSizes, dispatch, submittedAhead, warmUp } from './dispatch.ts';
import { executors, nodeExecutorOf } from './executors/index.ts';
import { SettledTasks } from './settled-tasks.ts';
import type { TaskInputs } from './task-inputs.ts';
import type { TaskModule } from './task-module.ts';
import { WorkerRoster } from './worker-roster.ts';

/** One trial inside the runner: workers up and warm, waiting for the clock. */
export interface Trial {
  ready(): RunnerEvent;
  /** Runs all tasks; resolves with `finished`. */
  run(): Promise<RunnerEvent>;
  close(): Promise<void>;
}

const flushTimerMs = 100;

/** Starts the executor and warms it up. What happens from then on is told to `say` as it happens. */
export async function openTrial(
  setup: TrialSetup,
  originNs: string,
  module: TaskModule,
  inputs: TaskInputs,
  say: (event: RunnerEvent) => void,
): Promise<Trial> {
  const now = sessionClock(originNs);
  const roster = new WorkerRoster(setup.affinities);
  const slots = Math.max(setup.workers, Math.min(inputs.tasks, submittedAhead));
  let counting = false;
  const executor = executors[nodeExecutorOf(setup.executor)]({
    setup,
    task: module.task,
    originNs,
    now,
    roster,
    slots,
    onReadings: (readings) => {
      if (counting) say({ type: 'readings', readings });
    },
  });
  const sizeOf = argumentSizes(inputs, setup.executor !== 'event-loop');
  await executor.start();
  await warmUp(executor, inputs, setup.warmUp, setup.workers, now);

  return {
    ready: () => ({
      type: 'ready',
      tasks: inputs.tasks,
      workers: roster.living(),
      notPinned: roster.notPinned(),
    }),

    async run() {
      counting = true;
      roster.onEnlisted = (worker) => say({ type: 'workers', workers: [worker] });
      const settled = new SettledTasks(now, (batch) => say({ type: 'tasks', batch }));
      // Reached by process.exit in a task on this very loop: what had settled until then is not lost.
      process.on('exit', () => settled.flush());
      const timer = setInterval(() => settled.flush(), flushTimerMs);
      const { startNs, endNs } = await dispatch(executor, inputs, sizeOf, now, settled);
      clearInterval(timer);
      settled.flush();
      return {
        type: 'finished',
        startNs,
        endNs,
        startupNs: executor.startupNs(),
        failures: settled.failures(),
      };
    },

    close: () => executor.close(),
  };
}
