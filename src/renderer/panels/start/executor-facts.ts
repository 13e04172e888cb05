import type { Executor } from '../../../shared/executors.ts';

/** What each executor is and what it costs, in a line. */
export const executorFacts: Readonly<Record<Executor, string>> = {
  'event-loop': 'Async tasks side by side on one thread. Nothing to start; computing blocks all the others.',
  'thread-pool': 'A few worker threads, kept for many tasks. Each costs memory; inputs are copied to it.',
  'process-pool':
    'A few Node processes, kept for many tasks. A crash harms one task; starting and copying cost more.',
  'thread-per-task': 'A new thread for each task. Nothing is shared or left over; every task pays a start.',
  'process-per-task': 'A new Node process for each task. The most isolated, and the dearest to start.',
  asyncio: 'Coroutines side by side on one thread. Nothing to start; computing blocks all the others.',
  'concurrent.futures.ThreadPoolExecutor':
    'A few threads and a future for each task. Pure Python takes turns under the GIL.',
  'multiprocessing.pool.ThreadPool': 'Threads behind the map functions of Pool. The same GIL.',
  'concurrent.futures.InterpreterPoolExecutor':
    'Threads with an interpreter and a GIL each, from Python 3.14. Arguments are copied.',
  'concurrent.futures.ProcessPoolExecutor':
    'A few processes and a future for each task. Each has a GIL of its own; arguments are pickled.',
  'multiprocessing.pool.Pool': 'A few processes behind map functions, which hand out tasks in chunks.',
  'threading.Thread': 'A new thread for each task. Nothing is left over; every task pays a start.',
  'multiprocessing.Process': 'A new process for each task. The most isolated, and the dearest to start.',
};
