import type { ExecutorFamily } from '../../shared/executors.ts';
import type { TracedApi } from '../../shared/trace-format.ts';

interface ApiFacts {
  readonly short: string;
  readonly executor: ExecutorFamily;
}

const facts: Readonly<Record<TracedApi, ApiFacts>> = {
  'concurrent.futures.ThreadPoolExecutor': { short: 'ThreadPoolExecutor', executor: 'thread-pool' },
  'concurrent.futures.ProcessPoolExecutor': { short: 'ProcessPoolExecutor', executor: 'process-pool' },
  'concurrent.futures.InterpreterPoolExecutor': { short: 'InterpreterPoolExecutor', executor: 'thread-pool' },
  'multiprocessing.pool.Pool': { short: 'multiprocessing.Pool', executor: 'process-pool' },
  'multiprocessing.pool.ThreadPool': { short: 'ThreadPool', executor: 'thread-pool' },
  'threading.Thread': { short: 'threading.Thread', executor: 'thread-per-task' },
  'multiprocessing.Process': { short: 'multiprocessing.Process', executor: 'process-per-task' },
  'asyncio.Task': { short: 'asyncio', executor: 'event-loop' },
  loky: { short: 'loky', executor: 'process-pool' },
  joblib: { short: 'joblib', executor: 'process-pool' },
  'worker_threads.Worker': { short: 'worker_threads.Worker', executor: 'thread-per-task' },
  child_process: { short: 'child_process', executor: 'process-per-task' },
  cluster: { short: 'cluster', executor: 'process-per-task' },
  piscina: { short: 'Piscina', executor: 'thread-pool' },
  tinypool: { short: 'Tinypool', executor: 'thread-pool' },
  workerpool: { short: 'workerpool', executor: 'process-pool' },
  poolifier: { short: 'poolifier', executor: 'process-pool' },
};

/** An API where there is little room: `ThreadPoolExecutor`. */
export const shortApi = (api: TracedApi): string => facts[api].short;

/** The executor of a lab that the API is like: it has that one's colour. */
export const executorLike = (api: TracedApi): ExecutorFamily => facts[api].executor;
