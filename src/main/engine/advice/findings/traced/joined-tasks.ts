import type { SessionReader } from '../../../../../shared/session.ts';

/** A task as it was handed over, with what the hook saw of it. Times that are not known are NaN. */
export interface JoinedTask {
  readonly index: number;
  readonly submit: number;
  readonly start: number;
  readonly end: number;
  readonly worker: number;
  readonly lane: number;
  readonly outcome: number;
  readonly argumentBytes: number;
  readonly resultBytes: number;
  readonly site: number;
  readonly error: number;
  /** Index + 1 of the task that submitted it. */
  readonly parent: number;
  readonly flags: number;
  readonly submitPid: number;
  readonly submitTid: number;
  readonly workerPid: number;
  readonly result: number;
  readonly argumentNs: number;
  readonly resultNs: number;
  readonly longestStepNs: number;
}

type TracedPart = Pick<
  JoinedTask,
  | 'site'
  | 'error'
  | 'parent'
  | 'flags'
  | 'submitPid'
  | 'submitTid'
  | 'workerPid'
  | 'result'
  | 'argumentNs'
  | 'resultNs'
  | 'longestStepNs'
>;

/**
 * The tasks of a traced program in order of settling. Both streams are written in that order, so that little of either is held at a time;
 * a row that comes early is kept until its task comes.
 */
export function* joinedTasks(session: SessionReader): Generator<JoinedTask> {
  const parts = tracedParts(session);
  const early = new Map<number, TracedPart>();
  const batches = session.columnBatches('tasks', {
    columns: [
      'index',
      'submit',
      'start',
      'end',
      'worker',
      'lane',
      'outcome',
      'argument_bytes',
      'result_bytes',
    ],
  });
  for (const batch of batches) {
    for (let row = 0; row < batch.index.length; row += 1) {
      const index = batch.index[row] ?? 0;
      const part = early.get(index) ?? advance(parts, index, early);
      if (part === null) continue;
      early.delete(index);
      yield {
        index,
        submit: batch.submit[row] ?? Number.NaN,
        start: batch.start[row] ?? Number.NaN,
        end: batch.end[row] ?? Number.NaN,
        worker: batch.worker[row] ?? 0,
        lane: batch.lane[row] ?? 0,
        outcome: batch.outcome[row] ?? 0,
        argumentBytes: batch.argument_bytes[row] ?? Number.NaN,
        resultBytes: batch.result_bytes[row] ?? Number.NaN,
        ...part,
      };
    }
  }
}

function advance(
  parts: Generator<readonly [task: number, part: TracedPart]>,
  wanted: number,
  early: Map<number, TracedPart>,
): TracedPart | null {
  for (let next = parts.next(); next.done !== true; next = parts.next()) {
    const [task, part] = next.value;
    if (task === wanted) return part;
    early.set(task, part);
  }
  return null;
}

function* tracedParts(session: SessionReader): Generator<readonly [task: number, part: TracedPart]> {
  const batches = session.columnBatches('traced', {
    columns: [
      'task',
      'site',
      'error',
      'parent',
      'flags',
      'submit_pid',
      'submit_tid',
      'worker_pid',
      'result',
      'argument_ns',
      'result_ns',
      'longest_step_ns',
    ],
  });
  for (const batch of batches) {
    for (let row = 0; row < batch.task.length; row += 1) {
      const part = {
        site: batch.site[row] ?? 0,
        error: batch.error[row] ?? 0,
        parent: batch.parent[row] ?? 0,
        flags: batch.flags[row] ?? 0,
        submitPid: batch.submit_pid[row] ?? 0,
        submitTid: batch.submit_tid[row] ?? 0,
        workerPid: batch.worker_pid[row] ?? 0,
        result: batch.result[row] ?? Number.NaN,
        argumentNs: batch.argument_ns[row] ?? Number.NaN,
        resultNs: batch.result_ns[row] ?? Number.NaN,
        longestStepNs: batch.longest_step_ns[row] ?? Number.NaN,
      };
      yield [batch.task[row] ?? 0, part];
    }
  }
}
