import { outcomes } from '../../../shared/session.ts';
import type { SessionReader, TaskBatch } from '../../../shared/session.ts';
import { laneTid, processName, submittedTid, threadName, trialName, trialPid } from './chrome-tracks.ts';
import type { RowWriter } from './row-text.ts';
import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';

/**
 * Writes the events of task rows. A task is a complete event ('X') on its lane's track, and a flow from its submit ('s') to
 * its start ('f', bound to the enclosing slice by bp:'e'); viewers draw a flow only between slices, so the submit is one of a
 * nanosecond on the trial's "submitted" track. A task that never started, or whose end nobody saw, is an instant ('i').
 *
 * Each track is named the first time something goes there: no pass over the tasks is needed to find them.
 */
export function taskWriter(session: SessionReader): RowWriter<'tasks'> {
  const trials: TrialTracks[] = [];
  let flows = 0;
  return (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const trial = batch.trial[row] ?? 0;
      let tracks = trials[trial];
      if (tracks === undefined) {
        tracks = { submitted: place(trialPid(trial), submittedTid(trial)), lanes: [] };
        trials[trial] = tracks;
        page.text(nameTrial(session, trial));
      }
      const lane = batch.lane[row] ?? 0;
      let lanePlace = tracks.lanes[lane];
      if (lanePlace === undefined && !Number.isNaN(batch.start[row] ?? Number.NaN)) {
        lanePlace = place(trialPid(trial), laneTid(trial, lane));
        tracks.lanes[lane] = lanePlace;
        page.text(threadName(trialPid(trial), laneTid(trial, lane), `lane ${lane}`));
      }
      const where = { submitted: tracks.submitted, lane: lanePlace ?? tracks.submitted, flow: ++flows };
      writeTask(batch, row, where, page);
    }
  };
}

/** Places ("pid":…,"tid":…) made once and used by every event there. */
interface TrialTracks {
  readonly submitted: Uint8Array;
  readonly lanes: (Uint8Array | undefined)[];
}

const place = (pid: number, tid: number): Uint8Array => utf8(`,"pid":${pid},"tid":${tid}`);

const nameTrial = (session: SessionReader, trial: number): string =>
  processName(trialPid(trial), trialName(session, trial)) +
  threadName(trialPid(trial), submittedTid(trial), 'submitted');

/** Where a task's events go, and the id of its flow. */
interface TaskPlace {
  readonly submitted: Uint8Array;
  readonly lane: Uint8Array;
  readonly flow: number;
}

function writeTask(
  batch: TaskBatch,
  row: number,
  { submitted, lane, flow }: TaskPlace,
  page: TextPage,
): void {
  const submit = batch.submit[row] ?? Number.NaN;
  const start = batch.start[row] ?? Number.NaN;
  const end = batch.end[row] ?? Number.NaN;
  if (Number.isNaN(start)) {
    if (!Number.isNaN(submit)) writeInstant(batch, row, 'never started', submit, submitted, page);
    return;
  }
  if (Number.isNaN(end)) {
    writeInstant(batch, row, 'end unknown', start, lane, page);
    return;
  }
  const hasFlow = !Number.isNaN(submit);
  // Each flow event directly follows its slice: at equal times importers take the order of the file.
  if (hasFlow) {
    page.bytes(parts.submit);
    page.microseconds(submit);
    page.bytes(parts.nanosecond);
    page.bytes(submitted);
    page.bytes(parts.end);
    writeFlow(parts.flowBegins, flow, submit, submitted, page);
  }
  page.bytes(sliceNames[batch.outcome[row] ?? 0] ?? parts.unnamedSlice);
  page.microseconds(start);
  page.bytes(parts.duration);
  page.microseconds(end - start);
  page.bytes(lane);
  writeArguments(batch, row, page);
  if (hasFlow) writeFlow(parts.flowEnds, flow, start, lane, page);
}

function writeFlow(kind: Uint8Array, flow: number, time: number, where: Uint8Array, page: TextPage): void {
  page.bytes(kind);
  page.number(flow);
  page.bytes(parts.time);
  page.microseconds(time);
  page.bytes(where);
  page.bytes(parts.end);
}

function writeInstant(
  batch: TaskBatch,
  row: number,
  why: string,
  time: number,
  where: Uint8Array,
  page: TextPage,
): void {
  page.text(`{"ph":"i","s":"t","cat":"task","name":"${taskName(batch.outcome[row] ?? 0)}, ${why}"`);
  page.bytes(parts.time);
  page.microseconds(time);
  page.bytes(where);
  writeArguments(batch, row, page);
}

/** The "args" of a task's event and its end. */
function writeArguments(batch: TaskBatch, row: number, page: TextPage): void {
  const queued = (batch.start[row] ?? Number.NaN) - (batch.submit[row] ?? Number.NaN);
  const tid = batch.tid[row] ?? 0;
  page.bytes(parts.task);
  page.number(batch.index[row] ?? 0);
  page.bytes(parts.input);
  page.number(batch.input[row] ?? 0);
  page.bytes(outcomeArguments[batch.outcome[row] ?? 0] ?? parts.nothing);
  if (!Number.isNaN(queued)) {
    page.bytes(parts.queue);
    page.milliseconds(queued);
  }
  if (tid !== 0) {
    page.bytes(parts.worker);
    page.number(batch.worker[row] ?? 0);
    page.bytes(parts.tid);
    page.number(tid);
  }
  writeSize(parts.argumentBytes, batch.argument_bytes[row], page);
  writeSize(parts.resultBytes, batch.result_bytes[row], page);
  page.bytes(parts.argumentsEnd);
}

function writeSize(name: Uint8Array, bytes: number | undefined, page: TextPage): void {
  if (bytes === undefined || Number.isNaN(bytes)) return;
  page.bytes(name);
  page.number(bytes);
}

/** "task", or how it ended when not well: viewers colour by name. */
function taskName(outcome: number): string {
  const name = outcomes[outcome] ?? 'lost';
  return name === 'ok' ? 'task' : `task ${name}`;
}

const slice = (name: string): Uint8Array => utf8(`{"ph":"X","cat":"task","name":"${name}","ts":`);
const sliceNames = outcomes.map((_, code) => slice(taskName(code)));
const outcomeArguments = outcomes.map((outcome) => utf8(`,"outcome":"${outcome}"`));

const parts = {
  nothing: utf8(''),
  end: utf8('},\n'),
  time: utf8(',"ts":'),
  duration: utf8(',"dur":'),
  unnamedSlice: slice('task'),
  submit: utf8('{"ph":"X","cat":"submit","name":"submit","ts":'),
  nanosecond: utf8(',"dur":0.001'),
  flowBegins: utf8('{"ph":"s","cat":"queue","name":"queued","id":'),
  flowEnds: utf8('{"ph":"f","bp":"e","cat":"queue","name":"queued","id":'),
  task: utf8(',"args":{"task":'),
  input: utf8(',"input":'),
  queue: utf8(',"queue_ms":'),
  worker: utf8(',"worker":'),
  tid: utf8(',"tid":'),
  argumentBytes: utf8(',"argument_bytes":'),
  resultBytes: utf8(',"result_bytes":'),
  argumentsEnd: utf8('}},\n'),
};
