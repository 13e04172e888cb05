import type { SessionReader } from '../../../../../shared/session.ts';
import type { TracedParts } from './traced-parts.ts';

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
  readonly flags: number;
  readonly submitPid: number;
  readonly submitTid: number;
  readonly workerPid: number;
  readonly result: number;
  readonly argumentNs: number;
  readonly resultNs: number;
  readonly longestStepNs: number;
}

/** The tasks of a traced program in order of settling. */
export function* joinedTasks(session: SessionReader, parts: TracedParts): Generator<JoinedTask> {
  for (const batch of session.batches('tasks')) {
    for (let row = 0; row < batch.index.length; row += 1) {
      const index = batch.index[row] ?? 0;
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
        site: parts.site[index] ?? 0,
        error: parts.error[index] ?? 0,
        flags: parts.flags[index] ?? 0,
        submitPid: parts.submitPid[index] ?? 0,
        submitTid: parts.submitTid[index] ?? 0,
        workerPid: parts.workerPid[index] ?? 0,
        result: parts.result[index] ?? Number.NaN,
        argumentNs: parts.argumentNs[index] ?? Number.NaN,
        resultNs: parts.resultNs[index] ?? Number.NaN,
        longestStepNs: parts.longestStepNs[index] ?? Number.NaN,
      };
    }
  }
}
