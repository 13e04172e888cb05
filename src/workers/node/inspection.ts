import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';
import type { TaskInspection, TaskProbe, TaskSource } from '../../shared/worker-protocol.ts';
import { sessionClock, type SessionClock } from './clock.ts';
import { inputOf } from './dispatch.ts';
import type { SingleThreadData } from './single-thread.ts';
import { callTask, isThenable } from './task-call.ts';
import type { TaskInputs } from './task-inputs.ts';
import type { TaskFunction, TaskModule } from './task-module.ts';

/** What a lab must know before it plans: how many tasks there are, and whether inputs can cross to a worker. */
export function inspect(module: TaskModule, inputs: TaskInputs, source: TaskSource): TaskInspection {
  return {
    name: module.name ?? source.label.split(/[\\/]/).at(-1) ?? source.label,
    tasks: inputs.tasks,
    inputs: inputs.values.length,
    inputsCut: inputs.cut,
    notCloneable: {
      threads: firstFailure(inputs.values, structuredClone),
      processes: firstFailure(inputs.values, serialize),
    },
  };
}

function firstFailure(values: readonly unknown[], copy: (value: unknown) => unknown): string | null {
  for (const [index, value] of values.entries()) {
    try {
      copy(value);
    } catch (thrown) {
      return `input ${index} cannot be copied: ${messageOf(thrown)}`;
    }
  }
  return null;
}

const probeRuns = 5;
const shortestProbeNs = 20e6;
const longestProbeNs = 1e9;

/**
 * Runs the task alone, a few times or for a second, and relates CPU time to wall time: is it CPU-bound or does it
 * wait? CPU time is the whole process': helper threads that work for the task count.
 */
export async function probe(
  { task, source }: { readonly task: TaskFunction; readonly source: TaskSource },
  inputs: TaskInputs,
  originNs: string,
): Promise<TaskProbe> {
  const now = sessionClock(originNs);
  const threadStartNs = await priceOfThread(source, originNs, now);
  let async = false;
  const observed: TaskFunction = (input, index) => {
    const returned = task(input, index);
    async ||= isThenable(returned);
    return returned;
  };
  const call = (index: number) => callTask(observed, inputOf(inputs, index).value, index, now);

  // The first call compiles and so says little about those that follow; a long one is all there is time for.
  let cpuBefore = process.cpuUsage();
  let startedAt = now();
  const first = await call(0);
  let runs = 1;
  let failed = first.ok ? 0 : 1;
  if (now() - startedAt < longestProbeNs) {
    runs = 0;
    failed = 0;
    cpuBefore = process.cpuUsage();
    startedAt = now();
    const enough = () => runs >= Math.min(probeRuns, inputs.tasks) && now() - startedAt > shortestProbeNs;
    while (!enough() && now() - startedAt < longestProbeNs) {
      const called = await call(runs % inputs.tasks);
      runs += 1;
      if (!called.ok) failed += 1;
    }
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { runs, failed, wallNs: now() - startedAt, onCpuNs: (user + system) * 1e3, async, threadStartNs };
}

/** Resolves when the thread is gone again: its end must not run beside the probe. */
function priceOfThread(source: TaskSource, originNs: string, now: SessionClock): Promise<number | null> {
  const startedAt = now();
  const data: SingleThreadData = { moduleUrl: source.moduleUrl, label: source.label, originNs };
  return new Promise((resolve) => {
    let priceNs: number | null = null;
    const thread = new Worker(new URL('../workers/single-thread.js', import.meta.url), { workerData: data });
    thread.on('message', () => {
      priceNs = now() - startedAt;
      void thread.terminate();
    });
    // A module that does not load in a thread: its trials will say why.
    thread.on('error', () => undefined);
    thread.on('exit', () => resolve(priceNs));
  });
}
