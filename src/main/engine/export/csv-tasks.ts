import { outcomes } from '../../../shared/session.ts';
import type { SessionReader, TaskBatch } from '../../../shared/session.ts';
import { csvField, csvRecordEnd } from './csv-field.ts';
import { milliseconds } from './decimal-text.ts';
import type { Exporter } from './exporter.ts';
import { rowText } from './row-text.ts';

const header = [
  'trial',
  'executor',
  'workers',
  'repeat',
  'task',
  'input',
  'worker',
  'lane',
  'pid',
  'tid',
  'outcome',
  'submit_ms',
  'start_ms',
  'end_ms',
  'queue_ms',
  'run_ms',
  'argument_bytes',
  'result_bytes',
].join(',');

/**
 * CSV (RFC 4180), one record per settled task in the order they settled. Times are milliseconds since the session's start
 * with six decimals; `queue_ms` is submit to start, `run_ms` start to end; what is not known is empty: executor,
 * workers and repeat of a trial that did not end, and where a task ran that never started.
 */
export const csvTasksExporter: Exporter = {
  format: 'csv-tasks',
  streams: ['tasks'],
  *chunks(session, advance) {
    yield header + csvRecordEnd;
    const trialFields = trialFieldsOf(session);
    const pids = new Map(session.workers().map(({ worker, pid }) => [worker, pid]));
    yield* rowText(session, 'tasks', advance, (batch, from, to) => {
      let text = '';
      for (let row = from; row < to; row++) {
        text += trialFields(batch.trial[row] ?? 0) + taskFields(batch, row, pids) + csvRecordEnd;
      }
      return text;
    });
  },
};

/** The leading fields of a trial's tasks, each trial's made once. */
function trialFieldsOf(session: SessionReader): (trial: number) => string {
  const trials = session.report()?.trials ?? [];
  const made: string[] = [];
  return (trial) => {
    const known = made[trial];
    if (known !== undefined) return known;
    const report = trials[trial];
    const fields =
      report === undefined
        ? `${trial},,,,`
        : `${trial},${csvField(report.executor)},${report.workers},${report.repeat},`;
    made[trial] = fields;
    return fields;
  };
}

function taskFields(batch: TaskBatch, row: number, pids: ReadonlyMap<number, number>): string {
  const submit = batch.submit[row] ?? Number.NaN;
  const start = batch.start[row] ?? Number.NaN;
  const end = batch.end[row] ?? Number.NaN;
  const tid = batch.tid[row] ?? 0;
  const worker = batch.worker[row] ?? 0;
  const place = Number.isNaN(start)
    ? ',,,'
    : `${worker},${batch.lane[row] ?? ''},${pids.get(worker) ?? ''},${tid === 0 ? '' : tid}`;
  return (
    `${batch.index[row] ?? ''},${batch.input[row] ?? ''},${place},${outcomes[batch.outcome[row] ?? 0] ?? ''},` +
    `${milliseconds(submit)},${milliseconds(start)},${milliseconds(end)},` +
    `${milliseconds(start - submit)},${milliseconds(end - start)},` +
    `${known(batch.argument_bytes[row])},${known(batch.result_bytes[row])}`
  );
}

const known = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : String(value);
