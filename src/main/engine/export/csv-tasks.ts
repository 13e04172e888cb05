import { trialsOf } from '../../../shared/session-report.ts';
import { outcomes } from '../../../shared/session.ts';
import type { SessionReader, TaskBatch } from '../../../shared/session.ts';
import type { SpanAccount } from '../scheduling/span-accounts.ts';
import { csvField, csvRecordEnd } from './csv-field.ts';
import { tracedColumns, tracedFieldWriter } from './csv-traced.ts';
import type { Exporter } from './exporter.ts';
import { batchText } from './row-text.ts';
import { accountedTasks } from './task-accounts.ts';
import { TextPage, utf8 } from './text-page.ts';

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
  'on_cpu_ms',
  'run_delay_ms',
  'blocked_ms',
  'preempted',
  'cores',
  ...tracedColumns,
].join(',');

/**
 * CSV (RFC 4180), one record per settled task in the order they settled. Times are milliseconds since the session's start
 * with six decimals; `queue_ms` is submit to start, `run_ms` start to end; what is not known is empty: executor,
 * workers and repeat of a trial that did not end, and where a task ran that never started.
 *
 * Where its thread's slices were recorded, `on_cpu_ms`, `run_delay_ms` and `blocked_ms` are the parts of `run_ms`, `preempted` how often the
 * thread was pushed off its core, `cores` those it was on, apart by spaces. On an event loop they are the thread's, which tasks share.
 *
 * From `api` on the columns tell what was traced of a profile's tasks: `name` is the task's own, else its callable's; `parent` the number of
 * the task that submitted it; `cpu_ms` thread CPU time as the program has it; `flags` are words apart by spaces; `error` is `type: message`.
 */
export const csvTasksExporter: Exporter = {
  format: 'csv-tasks',
  streams: ['tasks'],
  *chunks(session, advance) {
    yield header + csvRecordEnd;
    const trialFields = trialFieldsOf(session);
    const pids = new Map(session.workers().map(({ worker, pid }) => [worker, pid]));
    const writeTraced = tracedFieldWriter(session);
    const page = new TextPage();
    for (const { tasks, accounts } of accountedTasks(session)) {
      yield* batchText<'tasks'>(tasks, page, advance, (batch, from, to) => {
        for (let row = from; row < to; row++) {
          page.bytes(trialFields(batch.trial[row] ?? 0));
          writeTask(batch, row, pids, page);
          writeAccount(accounts[row] ?? null, page);
          writeTraced(batch.index[row] ?? 0, page);
          page.bytes(recordEnd);
        }
      });
    }
  },
};

/** The leading fields of a trial's tasks, each trial's made once. */
function trialFieldsOf(session: SessionReader): (trial: number) => Uint8Array {
  const trials = trialsOf(session.report());
  const made: Uint8Array[] = [];
  return (trial) => {
    const known = made[trial];
    if (known !== undefined) return known;
    const report = trials[trial];
    const fields = utf8(
      report === undefined
        ? `${trial},,,,`
        : `${trial},${csvField(report.executor)},${report.workers},${report.repeat},`,
    );
    made[trial] = fields;
    return fields;
  };
}

function writeTask(batch: TaskBatch, row: number, pids: ReadonlyMap<number, number>, page: TextPage): void {
  const submit = batch.submit[row] ?? Number.NaN;
  const start = batch.start[row] ?? Number.NaN;
  const end = batch.end[row] ?? Number.NaN;
  writeNumber(batch.index[row], page);
  writeNumber(batch.input[row], page);
  if (Number.isNaN(start)) page.bytes(noPlace);
  else {
    const worker = batch.worker[row] ?? 0;
    const tid = batch.tid[row] ?? 0;
    writeNumber(worker, page);
    writeNumber(batch.lane[row], page);
    writeNumber(pids.get(worker), page);
    writeNumber(tid === 0 ? undefined : tid, page);
  }
  page.bytes(outcomeFields[batch.outcome[row] ?? 0] ?? comma);
  page.milliseconds(submit);
  page.bytes(comma);
  page.milliseconds(start);
  page.bytes(comma);
  page.milliseconds(end);
  page.bytes(comma);
  page.milliseconds(start - submit);
  page.bytes(comma);
  page.milliseconds(end - start);
  page.bytes(comma);
  writeNumber(batch.argument_bytes[row], page);
  writeNumber(batch.result_bytes[row], page);
}

/** What the task's thread did meanwhile. */
function writeAccount(account: SpanAccount | null, page: TextPage): void {
  if (account === null) page.bytes(noAccount);
  else {
    page.milliseconds(account.onCpuNs);
    page.bytes(comma);
    page.milliseconds(account.runDelayNs);
    page.bytes(comma);
    page.milliseconds(account.blockedNs);
    page.bytes(comma);
    writeNumber(account.preempted, page);
    page.text(account.cores.join(' '));
  }
}

/** A number field with its comma; empty when not known. */
function writeNumber(value: number | undefined, page: TextPage): void {
  if (value !== undefined && !Number.isNaN(value)) page.number(value);
  page.bytes(comma);
}

const comma = utf8(',');
const noPlace = utf8(',,,,');
const noAccount = utf8(',,,,');
const recordEnd = utf8(csvRecordEnd);
const outcomeFields = outcomes.map((outcome) => utf8(`${outcome},`));
