import { CorelaneError } from '../../../shared/errors.ts';
import { outcomes } from '../../../shared/session.ts';
import type { FailureRow, TaskBatch } from '../../../shared/session.ts';
import type { TaskDetails, TaskQuery } from '../../../shared/session-queries.ts';
import { knownOrNull } from './known.ts';
import type { OpenedSession } from './opened-session.ts';
import { taskParts } from './task-parts.ts';
import { taskScheduling } from './task-scheduling.ts';
import { tracedTask } from './traced-task.ts';

/** One task in full. Throws usage when the session does not hold it. */
export function taskDetails(session: OpenedSession, { trial, index }: TaskQuery): TaskDetails {
  const { reader, tasks } = session;
  const { rows, spans } = tasks;
  const row = rowOf(rows, trial, index, spans[trial]?.firstRow ?? 0);
  if (row === -1) {
    throw new CorelaneError(
      'usage',
      `The session ${reader.path} holds no task ${index} of trial ${trial}.`,
      'Choose a task of its table; tasks that have not settled are not stored yet.',
    );
  }
  const startNs = knownOrNull(rows.start[row]);
  const endNs = knownOrNull(rows.end[row]);
  const submitNs = rows.submit[row] ?? Number.NaN;
  const scheduling = taskScheduling(session, row);
  const outcome = outcomes[rows.outcome[row] ?? 0] ?? 'lost';
  return {
    trial,
    index,
    input: rows.input[row] ?? 0,
    outcome,
    submitNs,
    startNs,
    endNs,
    queueNs: startNs === null ? null : knownOrNull(startNs - submitNs),
    runNs: startNs === null || endNs === null ? null : endNs - startNs,
    lane: rows.lane[row] ?? 0,
    worker: startNs === null ? null : (session.workers().get(rows.worker[row] ?? 0) ?? null),
    argumentBytes: knownOrNull(rows.argument_bytes[row]),
    resultBytes: knownOrNull(rows.result_bytes[row]),
    scheduling,
    traced: tracedTask(session, row),
    parts: taskParts(session, row, scheduling),
    failures: failuresOf(
      reader.failures().filter((failure) => failure.trial === trial && failure.outcome === outcome),
      index,
    ),
  };
}

function rowOf({ trial, index }: TaskBatch, wantedTrial: number, wantedIndex: number, from: number): number {
  for (let row = from; row < index.length; row += 1) {
    if (index[row] === wantedIndex && trial[row] === wantedTrial) return row;
  }
  return -1;
}

/** The failure this task had first if it is the first of its kind, else all that it may have had. */
function failuresOf(candidates: readonly FailureRow[], index: number): readonly FailureRow[] {
  const own = candidates.filter(({ first_task: first }) => first === index);
  return own.length > 0 ? own : candidates.filter(({ count }) => count > 1);
}
