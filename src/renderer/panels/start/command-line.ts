import { commandText } from '../../../shared/command-line-text.ts';
import { nanosecondsPerMillisecond, nanosecondsPerSecond, type Nanoseconds } from '../../../shared/units.ts';
import type { LabOrder } from './lab-draft.ts';

/** The command line that starts the same lab, to be pasted into a shell. Options that stand at their default are left out. */
export const labCommand = (order: LabOrder): string =>
  commandText(['corelane', 'lab', ...labArguments(order)]);

/** The words behind `corelane lab`, not quoted. */
export function labArguments(order: LabOrder): readonly string[] {
  const { task } = order;
  return [
    // A name that begins with a dash would be taken for an option.
    task.startsWith('-') ? `./${task}` : task,
    ...option('--executors', order.executors?.join(',') ?? null),
    ...option('--workers', order.workers?.join(',') ?? null),
    ...option('--cores', order.cores?.join(',') ?? null),
    ...option('--pin', order.pin === 'each' ? null : order.pin),
    ...option('--tasks', order.tasks === null ? null : String(order.tasks)),
    ...option('--repeat', order.repeat === null ? null : String(order.repeat)),
    ...option('--task-timeout', exactDuration(order.taskTimeout)),
    ...option('--budget', exactDuration(order.budget)),
    ...option('--objective', order.objective === 'throughput' ? null : order.objective),
    ...option('--inputs', order.inputs),
    ...option('--node', order.node),
    ...option('--python', order.python),
    ...option('--async-variant', order.asyncVariant),
    ...option('--prefer', order.prefer),
    ...option('--out', order.out),
  ];
}

const option = (name: string, value: string | null): readonly string[] =>
  value === null ? [] : [name, value];

/** In the largest unit that loses nothing. */
function exactDuration(duration: Nanoseconds | null): string | null {
  if (duration === null) return null;
  if (duration % nanosecondsPerSecond === 0) return `${duration / nanosecondsPerSecond}s`;
  if (duration % nanosecondsPerMillisecond === 0) return `${duration / nanosecondsPerMillisecond}ms`;
  return `${duration / 1e3}us`;
}
