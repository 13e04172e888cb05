import { outcomes } from '../../../shared/session.ts';
import type { SessionReader, TaskBatch } from '../../../shared/session.ts';
import { laneTid, processName, submittedTid, threadName, trialName, trialPid } from './chrome-tracks.ts';
import { microseconds, milliseconds } from './decimal-text.ts';

/**
 * The events of task rows. A task is a complete event ('X') on its lane's track, and a flow from its submit ('s') to its
 * start ('f', bound to the enclosing slice by bp:'e'); viewers draw a flow only between slices, so the submit is one of a
 * nanosecond on the trial's "submitted" track. A task that never started, or whose end nobody saw, is an instant ('i').
 *
 * The renderer names each track the first time something goes there: no pass over the tasks is needed to find them.
 */
export function taskEventsOf(session: SessionReader): (batch: TaskBatch, from: number, to: number) => string {
  const trials: TrialTracks[] = [];
  let flows = 0;
  return (batch, from, to) => {
    let text = '';
    for (let row = from; row < to; row++) {
      const trial = batch.trial[row] ?? 0;
      let tracks = trials[trial];
      if (tracks === undefined) {
        tracks = openTrial(trial);
        trials[trial] = tracks;
        text += nameTrial(session, trial);
      }
      const lane = batch.lane[row] ?? 0;
      let place = tracks.lanes[lane];
      const start = batch.start[row] ?? Number.NaN;
      if (place === undefined && !Number.isNaN(start)) {
        place = `"pid":${trialPid(trial)},"tid":${laneTid(trial, lane)}`;
        tracks.lanes[lane] = place;
        text += threadName(trialPid(trial), laneTid(trial, lane), `lane ${lane}`);
      }
      text += taskEvents(batch, row, tracks.submitted, place ?? tracks.submitted, ++flows);
    }
    return text;
  };
}

/** Places ("pid":…,"tid":…) as text, made once and used by every event. */
interface TrialTracks {
  readonly submitted: string;
  readonly lanes: (string | undefined)[];
}

const openTrial = (trial: number): TrialTracks => ({
  submitted: `"pid":${trialPid(trial)},"tid":${submittedTid(trial)}`,
  lanes: [],
});

const nameTrial = (session: SessionReader, trial: number): string =>
  processName(trialPid(trial), trialName(session, trial)) +
  threadName(trialPid(trial), submittedTid(trial), 'submitted');

function taskEvents(batch: TaskBatch, row: number, submitted: string, lane: string, flow: number): string {
  const submit = batch.submit[row] ?? Number.NaN;
  const start = batch.start[row] ?? Number.NaN;
  const end = batch.end[row] ?? Number.NaN;
  const outcome = outcomes[batch.outcome[row] ?? 0] ?? 'lost';
  const args = taskArguments(batch, row, outcome, start - submit);
  const name = outcome === 'ok' ? 'task' : `task ${outcome}`;

  if (Number.isNaN(start)) {
    return Number.isNaN(submit)
      ? ''
      : instant(`${name}, never started`, microseconds(submit), submitted, args);
  }
  const started = microseconds(start);
  if (Number.isNaN(end)) return instant(`${name}, end unknown`, started, lane, args);
  const slice = `{"ph":"X","cat":"task","name":"${name}","ts":${started},"dur":${microseconds(end - start)},${lane},${args}},\n`;
  if (Number.isNaN(submit)) return slice;
  const submittedAt = microseconds(submit);
  // Each flow event directly follows its slice: at equal times importers take the order of the file.
  return (
    `{"ph":"X","cat":"submit","name":"submit","ts":${submittedAt},"dur":0.001,${submitted}},\n` +
    `{"ph":"s","cat":"queue","name":"queued","id":${flow},"ts":${submittedAt},${submitted}},\n` +
    slice +
    `{"ph":"f","bp":"e","cat":"queue","name":"queued","id":${flow},"ts":${started},${lane}},\n`
  );
}

const instant = (name: string, ts: string, place: string, args: string): string =>
  `{"ph":"i","s":"t","cat":"task","name":"${name}","ts":${ts},${place},${args}},\n`;

function taskArguments(batch: TaskBatch, row: number, outcome: string, queued: number): string {
  const tid = batch.tid[row] ?? 0;
  const queue = Number.isNaN(queued) ? '' : `,"queue_ms":${milliseconds(queued)}`;
  const place = tid === 0 ? '' : `,"worker":${batch.worker[row] ?? 0},"tid":${tid}`;
  return (
    `"args":{"task":${batch.index[row] ?? 0},"input":${batch.input[row] ?? 0},"outcome":"${outcome}"` +
    `${queue}${place}${size('argument_bytes', batch.argument_bytes[row])}${size('result_bytes', batch.result_bytes[row])}}`
  );
}

const size = (name: string, bytes: number | undefined): string =>
  bytes === undefined || Number.isNaN(bytes) ? '' : `,"${name}":${bytes}`;
