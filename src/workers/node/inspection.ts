import { serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';
import type { NodeExecutor } from '../../shared/executors.ts';
import type { Skipped } from '../../shared/lab-report.ts';
import type {
  CoresMeanwhile,
  TaskInspection,
  TaskProbe,
  TaskSource,
  ThreadReading,
} from '../../shared/worker-protocol.ts';
import { sessionClock, type SessionClock } from './clock.ts';
import { inputOf } from './dispatch.ts';
import { readCores, readEndedChildrenNs, readSelf } from './self-reading.ts';
import type { SingleThreadData } from './single-thread.ts';
import { callTask, isThenable, type CalledTask } from './task-call.ts';
import type { TaskInputs } from './task-inputs.ts';
import type { TaskFunction, TaskModule } from './task-module.ts';

/** What a lab must know before it plans: how many tasks there are, and whether inputs can cross to a worker. */
export function inspect(module: TaskModule, inputs: TaskInputs): TaskInspection {
  return {
    name: module.name,
    tasks: inputs.tasks,
    inputs: inputs.values.length,
    inputsCut: inputs.cut,
    countIsUsual: inputs.countIsUsual,
    refusals: [
      ...refusalsOf('thread', firstFailure(inputs.values, structuredClone)),
      ...refusalsOf('process', firstFailure(inputs.values, serialize)),
    ],
    isAsync: null,
    functions: [],
  };
}

const across = {
  thread: ['thread-pool', 'thread-per-task'],
  process: ['process-pool', 'process-per-task'],
} as const satisfies Readonly<Record<string, readonly NodeExecutor[]>>;

/** Executors whose tasks run in another thread or process, when the inputs cannot get there. */
const refusalsOf = (kind: keyof typeof across, failure: string | null): readonly Skipped[] =>
  failure === null
    ? []
    : across[kind].map((executor) => ({
        executor,
        reason: `Its inputs cannot cross to another ${kind}: ${failure}.`,
        remedy:
          'Make the inputs plain data (numbers, strings, arrays, objects, buffers), and build functions and handles inside the task.',
      }));

function firstFailure(values: readonly unknown[], copy: (value: unknown) => unknown): string | null {
  for (const [index, value] of values.entries()) {
    try {
      copy(value);
    } catch (thrown) {
      return `input ${index} cannot be copied: ${messageOf(thrown).replace(/\.$/, '')}`;
    }
  }
  return null;
}

/**
 * What only compiles, loads lazily and connects says little about what follows. (`fetch` still compiles its parser, on other
 * threads, a tenth of a second after the first call.)
 */
const warming: Extent = { runs: 3, untilNs: 200e6, limitNs: 500e6 };
const measuring: Extent = { runs: 5, untilNs: 200e6, limitNs: 1e9 };

/**
 * Runs the task alone, a few times or for a second, and relates CPU time to wall time: is it CPU-bound or does it
 * wait? CPU time is the whole process': helper threads and child processes that work for the task count. Time in which the thread was ready
 * and waited for a core is told apart: other programs caused it, not the task.
 */
export async function probe(
  { task, source }: { readonly task: TaskFunction; readonly source: TaskSource },
  inputs: TaskInputs,
  originNs: string,
): Promise<TaskProbe> {
  const now = sessionClock(originNs);
  const { startNs: threadStartNs, residentBytes: threadResidentBytes } = await priceOfThread(
    source,
    originNs,
    now,
  );
  let async = false;
  const observed: TaskFunction = (input, index) => {
    const returned = task(input, index);
    async ||= isThenable(returned);
    return returned;
  };
  const call = async (index: number) => callTask(observed, inputOf(inputs, index).value, index, now);

  let measured = await measure(call, inputs.tasks, now, warming);
  // A single call that takes that long is all there is time for, and compiling it is little beside it.
  if (measured.wallNs < warming.limitNs) measured = await measure(call, inputs.tasks, now, measuring);
  return {
    ...measured,
    async,
    threadStartNs,
    processStartNs: null,
    residentBytes: process.memoryUsage.rss(),
    threadResidentBytes,
  };
}

interface Extent {
  readonly runs: number;
  /** At least this long. */
  readonly untilNs: number;
  /** No further run after this. */
  readonly limitNs: number;
}

async function measure(
  call: (index: number) => Promise<CalledTask>,
  tasks: number,
  now: SessionClock,
  { runs: wanted, untilNs, limitNs }: Extent,
): Promise<
  Pick<TaskProbe, 'runs' | 'failed' | 'wallNs' | 'runDelayNs' | 'onCpuNs' | 'callerOnCpuNs' | 'cores'>
> {
  const coresBefore = readCores();
  const threadBefore = ownThread();
  const childrenBefore = readEndedChildrenNs();
  const cpuBefore = process.cpuUsage();
  const startedAt = now();
  const elapsed = () => now() - startedAt;
  let runs = 0;
  let failed = 0;
  while ((runs < Math.min(wanted, tasks) || elapsed() < untilNs) && (runs === 0 || elapsed() < limitNs)) {
    const called = await call(runs % tasks);
    runs += 1;
    if (!called.ok) failed += 1;
  }
  const wallNs = elapsed();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    runs,
    failed,
    wallNs,
    onCpuNs: (user + system) * 1e3 + readEndedChildrenNs() - childrenBefore,
    ...threadSince(threadBefore),
    cores: since(coresBefore),
  };
}

function since(before: CoresMeanwhile | null): CoresMeanwhile | null {
  const now = readCores();
  if (before === null || now === null) return null;
  return { busyNs: now.busyNs - before.busyNs, stolenNs: now.stolenNs - before.stolenNs };
}

const ownThread = (): ThreadReading | null => readSelf('thread')[0] ?? null;

/** Without a delay where the system does not tell: then all waiting counts as the task's. */
function threadSince(before: ThreadReading | null): Pick<TaskProbe, 'runDelayNs' | 'callerOnCpuNs'> {
  const now = ownThread();
  if (before === null || now === null) return { runDelayNs: 0, callerOnCpuNs: null };
  return {
    runDelayNs: (now.runDelayNs ?? 0) - (before.runDelayNs ?? 0),
    callerOnCpuNs: now.onCpuNs - before.onCpuNs,
  };
}

interface ThreadPrice {
  readonly startNs: number | null;
  readonly residentBytes: number | null;
}

/** Resolves when the thread is gone again: its end must not run beside the probe. */
function priceOfThread(source: TaskSource, originNs: string, now: SessionClock): Promise<ThreadPrice> {
  const startedAt = now();
  const residentBefore = process.memoryUsage.rss();
  const { moduleUrl, functionName, label } = source;
  const data: SingleThreadData = { moduleUrl, functionName, label, originNs };
  return new Promise((resolve) => {
    let price: ThreadPrice = { startNs: null, residentBytes: null };
    const thread = new Worker(new URL('../workers/single-thread.js', import.meta.url), { workerData: data });
    thread.on('message', () => {
      price = {
        startNs: now() - startedAt,
        residentBytes: Math.max(0, process.memoryUsage.rss() - residentBefore),
      };
      void thread.terminate();
    });
    // A module that does not load in a thread: its trials will say why.
    thread.on('error', () => undefined);
    thread.on('exit', () => resolve(price));
  });
}
