import type { NodeExecutor } from '../../../shared/lab-report.ts';
import type { TaskInspection } from '../../../shared/worker-protocol.ts';

/** What each executor is and what it costs, in a line. */
export const executorFacts: Readonly<Record<NodeExecutor, string>> = {
  'event-loop': 'Async tasks side by side on one thread. Nothing to start; computing blocks all the others.',
  'thread-pool': 'A few worker threads, kept for many tasks. Each costs memory; inputs are copied to it.',
  'process-pool':
    'A few Node processes, kept for many tasks. A crash harms one task; starting and copying cost more.',
  'thread-per-task': 'A new thread for each task. Nothing is shared or left over; every task pays a start.',
  'process-per-task': 'A new Node process for each task. The most isolated, and the dearest to start.',
};

/** Why this executor cannot run a task with these inputs; null when it can. What is wrong with them is told once, with the task. */
export function whyUnavailable(
  executor: NodeExecutor,
  { threads, processes }: TaskInspection['notCloneable'],
): string | null {
  switch (executor) {
    case 'event-loop':
      return null;
    case 'thread-pool':
    case 'thread-per-task':
      return threads === null ? null : 'Left out: the inputs of this task cannot be copied to a thread.';
    case 'process-pool':
    case 'process-per-task':
      return processes === null ? null : 'Left out: the inputs of this task cannot be copied to a process.';
  }
}
