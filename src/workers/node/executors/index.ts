import type { NodeExecutor } from '../../../shared/lab-report.ts';
import { eventLoop } from './event-loop.ts';
import type { Executor, ExecutorContext } from './executor.ts';
import { processPerTask } from './process-per-task.ts';
import { processPool } from './process-pool.ts';
import { threadPerTask } from './thread-per-task.ts';
import { threadPool } from './thread-pool.ts';

export const executors: Readonly<Record<NodeExecutor, (context: ExecutorContext) => Executor>> = {
  'event-loop': eventLoop,
  'thread-pool': threadPool,
  'process-pool': processPool,
  'thread-per-task': threadPerTask,
  'process-per-task': processPerTask,
};
