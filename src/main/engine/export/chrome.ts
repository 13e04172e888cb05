import type { SessionReader } from '../../../shared/session.ts';
import { coreCounters, sliceWriter } from './chrome-cores.ts';
import { loopCounters } from './chrome-loops.ts';
import { ProfileTaskWriter } from './chrome-profile-tasks.ts';
import { ProfileTracks } from './chrome-profile-tracks.ts';
import { threadSliceWriter } from './chrome-schedule.ts';
import { spanWriter } from './chrome-spans.ts';
import { taskWriter } from './chrome-tasks.ts';
import { threadWriter } from './chrome-threads.ts';
import { coresPid, processName } from './chrome-tracks.ts';
import { gilWaitWriter } from './chrome-waits.ts';
import type { Exporter } from './exporter.ts';
import { rowText } from './row-text.ts';
import type { RowWriter } from './row-text.ts';

/**
 * Chrome trace events in the JSON object format ("Trace Event Format", Google), which ui.perfetto.dev and chrome://tracing
 * open. One process holds the cores, one each trial: a track per lane with its tasks and their flows from submit to start. Of a
 * profile each process of the workload is one, with a track per thread, and tracks of what was traced in it.
 * `ts` and `dur` are microseconds since the session's start with nanoseconds as decimals.
 */
export const chromeExporter: Exporter = {
  format: 'chrome',
  streams: ['cores', 'slices', 'tasks', 'steps', 'spans', 'loops', 'waits', 'threads'],
  *chunks(session, advance) {
    yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify(describe(session))},\n"traceEvents":[\n`;
    const cores = coreCounters();
    yield* rowText(session, 'cores', advance, cores.write);
    yield cores.close();
    yield* session.header.command === 'lab' ? labEvents(session, advance) : profileEvents(session, advance);
    yield* rowText(session, 'threads', advance, threadWriter(session));
    // Every event before it ends in a comma, this one closes the list.
    yield `${processName(coresPid, 'cores').trimEnd().replace(/,$/, '')}\n]}\n`;
  },
};

type Advance = (rows: number) => void;

function* labEvents(session: SessionReader, advance: Advance): Generator<Uint8Array> {
  yield* rowText(session, 'slices', advance, sliceWriter(session));
  yield* rowText(session, 'tasks', advance, taskWriter(session));
}

function* profileEvents(session: SessionReader, advance: Advance): Generator<Uint8Array> {
  const tracks = new ProfileTracks(session);
  const tasks = new ProfileTaskWriter(session, tracks);
  const loops = loopCounters(tracks);
  const waits = gilWaitWriter(tracks);
  yield* rowText(session, 'slices', advance, both(sliceWriter(session), threadSliceWriter(tracks)));
  yield* rowText(session, 'tasks', advance, tasks.tasks);
  yield* rowText(session, 'steps', advance, tasks.steps);
  yield* rowText(session, 'spans', advance, spanWriter(session, tracks));
  yield* rowText(session, 'loops', advance, loops.write);
  yield loops.close();
  yield* rowText(session, 'waits', advance, waits.write);
  yield waits.close();
}

const both =
  (first: RowWriter<'slices'>, second: RowWriter<'slices'>): RowWriter<'slices'> =>
  (batch, from, to, page) => {
    first(batch, from, to, page);
    second(batch, from, to, page);
  };

const describe = (session: SessionReader): Readonly<Record<string, string | boolean>> => ({
  session: session.header.id,
  command: session.header.command,
  workload: session.header.workload.label,
  started_at: session.header.started_at,
  corelane: session.header.corelane,
  complete: session.complete,
});
