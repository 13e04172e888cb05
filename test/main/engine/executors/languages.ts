import { execFileSync } from 'node:child_process';
import { serialize } from 'node:v8';
import { fileURLToPath } from 'node:url';
import { chooseRuntime, type TaskRuntime } from '../../../../src/main/engine/executors/task-runtime.ts';
import { familyOf, type Executor, type Language } from '../../../../src/shared/executors.ts';
import { taskFixture } from '../../../support/command-line.ts';
import { python } from '../../../support/python.ts';

/** A task file of the contract in that language, and the function of it that an executor runs; null: the default export. */
export interface ContractTask {
  readonly path: string;
  readonly functionName: string | null;
}

const inPython = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/python/tasks/${name.replaceAll('-', '_')}.py`, import.meta.url));

export function contractTask(language: Language, name: string, executor: Executor): ContractTask {
  if (language === 'node') return { path: taskFixture(`${name}.mjs`), functionName: null };
  return { path: inPython(name), functionName: executor === 'asyncio' ? 'coroutine' : 'task' };
}

export const contractRuntime = async (language: Language): Promise<TaskRuntime> => {
  const { runtime } = await chooseRuntime({ language, path: '/task' }, { node: null, python });
  return runtime;
};

/** Where a task of an executor runs, and what the API can do about one: where the executors differ by their nature. */
export interface ExecutorNature {
  /** Its tasks share the runner's process, which ends with them. */
  readonly inRunner: boolean;
  readonly sendsArguments: boolean;
  readonly sendsResults: boolean;
  /** What becomes of a task beyond its time: while it waits, and while it computes. */
  readonly endsWaiting: boolean;
  readonly endsComputing: boolean;
  /** The death of a worker loses its own task only. */
  readonly losesOne: boolean;
}

const process = { inRunner: false, sendsArguments: true, sendsResults: true };
const thread = { inRunner: true, sendsArguments: false, sendsResults: false };
const endsAny = { endsWaiting: true, endsComputing: true, losesOne: true };
const endsNone = { endsWaiting: false, endsComputing: false, losesOne: false };
const loop: ExecutorNature = { ...thread, endsWaiting: true, endsComputing: false, losesOne: false };
const nodeWorker: ExecutorNature = { ...process, ...endsAny };

export const natures: Readonly<Record<Executor, ExecutorNature>> = {
  'event-loop': loop,
  'thread-pool': nodeWorker,
  'process-pool': nodeWorker,
  'thread-per-task': nodeWorker,
  'process-per-task': nodeWorker,
  asyncio: loop,
  'concurrent.futures.ThreadPoolExecutor': { ...thread, ...endsNone },
  'multiprocessing.pool.ThreadPool': { ...thread, ...endsNone },
  'concurrent.futures.InterpreterPoolExecutor': {
    ...thread,
    ...endsNone,
    sendsArguments: true,
    sendsResults: true,
  },
  'concurrent.futures.ProcessPoolExecutor': { ...process, ...endsNone },
  'multiprocessing.pool.Pool': { ...process, ...endsNone },
  'threading.Thread': { ...thread, ...endsNone },
  // Under the start method fork the process has its arguments already.
  'multiprocessing.Process': { ...process, ...endsAny, sendsArguments: false },
};

export const isPerTask = (executor: Executor): boolean => familyOf(executor).endsWith('per-task');

/** What fixtures/tasks/outcomes.mjs and fixtures/python/tasks/outcomes.py are known to do. */
export interface OutcomeFacts {
  /** Why every third and fourth task fails. */
  message(index: number): string;
  /** Bytes of the arguments and of the results of the 16 tasks, as the language packs them; a result of a failed one does not count. */
  readonly argumentBytes: readonly number[];
  readonly resultBytes: readonly number[];
}

const tasks = Array.from({ length: 16 }, (_, index) => index);

const nodeOutcomes: OutcomeFacts = {
  message: (index) => (index % 4 === 2 ? `TypeError: thrown by ${index}` : `Error: rejected by ${index}`),
  argumentBytes: tasks.map((index) => serialize({ index, text: 'é'.repeat(index * 20) }).byteLength),
  resultBytes: tasks.map((index) => serialize(index % 4 === 0 ? index > 4 : index + 0.5).byteLength),
};

const sizes = `
import json, pickle
arguments = [{"index": index, "text": "é" * (index * 20)} for index in range(16)]
results = [index > 4 if index % 4 == 0 else [index, "x" * index] for index in range(16)]
print(json.dumps([[len(pickle.dumps(each)) for each in values] for values in (arguments, results)]))
`;

export function outcomeFacts(language: Language): OutcomeFacts {
  if (language === 'node') return nodeOutcomes;
  const [argumentBytes, resultBytes]: [number[], number[]] = JSON.parse(
    execFileSync(python ?? 'python3', ['-c', sizes], { encoding: 'utf8' }),
  );
  return {
    message: (index) => (index % 4 === 2 ? `TypeError: raised by ${index}` : `SystemExit: left by ${index}`),
    argumentBytes,
    resultBytes,
  };
}
