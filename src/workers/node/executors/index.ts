import { nodeExecutors, type NodeExecutor } from '../../../shared/executors.ts';
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

/** @throws RangeError for one of another language, which the engine never asks this runner for. */
export function nodeExecutorOf(name: string): NodeExecutor {
  const found = nodeExecutors.find((executor) => executor === name);
  if (found === undefined) throw new RangeError(`${name} is no executor of Node`);
  return found;
}
