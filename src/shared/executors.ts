/** The concurrency APIs that a lab compares. Their names are a public contract: those of the command line, of reports and of sessions. */

/** From the API with the least machinery to the one with the most. */
export const nodeExecutors = [
  'event-loop',
  'thread-pool',
  'process-pool',
  'thread-per-task',
  'process-per-task',
] as const;
export type NodeExecutor = (typeof nodeExecutors)[number];

/** From the API with the least machinery to the one with the most. */
export const pythonExecutors = [
  'asyncio',
  'concurrent.futures.ThreadPoolExecutor',
  'multiprocessing.pool.ThreadPool',
  'concurrent.futures.InterpreterPoolExecutor',
  'concurrent.futures.ProcessPoolExecutor',
  'multiprocessing.pool.Pool',
  'threading.Thread',
  'multiprocessing.Process',
] as const;
export type PythonExecutor = (typeof pythonExecutors)[number];

export type Executor = NodeExecutor | PythonExecutor;

export type Language = 'node' | 'python';

export const executorsOf = {
  node: nodeExecutors,
  python: pythonExecutors,
} as const satisfies Readonly<Record<Language, readonly Executor[]>>;

export const allExecutors: readonly Executor[] = [...nodeExecutors, ...pythonExecutors];

/** What kind of concurrency it is, whatever the language: Node's executors are one of each family and lend it their name. */
export type ExecutorFamily = NodeExecutor;

const pythonFamilies: Readonly<Record<PythonExecutor, ExecutorFamily>> = {
  asyncio: 'event-loop',
  'concurrent.futures.ThreadPoolExecutor': 'thread-pool',
  'multiprocessing.pool.ThreadPool': 'thread-pool',
  'concurrent.futures.InterpreterPoolExecutor': 'thread-pool',
  'concurrent.futures.ProcessPoolExecutor': 'process-pool',
  'multiprocessing.pool.Pool': 'process-pool',
  'threading.Thread': 'thread-per-task',
  'multiprocessing.Process': 'process-per-task',
};

const families = new Map<string, ExecutorFamily>([
  ...nodeExecutors.map((executor) => [executor, executor] as const),
  ...pythonExecutors.map((executor) => [executor, pythonFamilies[executor]] as const),
]);

export const familyOf = (executor: Executor): ExecutorFamily => families.get(executor) ?? 'thread-pool';

/** The last part of a dotted name, as people say it: `ThreadPoolExecutor`. */
export const shortName = (executor: Executor): string => executor.slice(executor.lastIndexOf('.') + 1);
