import type { SessionReader } from '../../../shared/session.ts';
import { coreCounters, sliceWriter } from './chrome-cores.ts';
import { threadSliceWriter } from './chrome-schedule.ts';
import { taskWriter } from './chrome-tasks.ts';
import { threadWriter } from './chrome-threads.ts';
import { coresPid, processName } from './chrome-tracks.ts';
import type { Exporter } from './exporter.ts';
import { rowText } from './row-text.ts';
import type { RowWriter } from './row-text.ts';

/**
 * Chrome trace events in the JSON object format ("Trace Event Format", Google), which ui.perfetto.dev and chrome://tracing
 * open. One process holds the cores, one each trial: a track per lane with its tasks and their flows from submit to start. Of a
 * profile each process of the workload is one, with a track per thread.
 * `ts` and `dur` are microseconds since the session's start with nanoseconds as decimals.
 */
export const chromeExporter: Exporter = {
  format: 'chrome',
  streams: ['cores', 'slices', 'tasks', 'threads'],
  *chunks(session, advance) {
    yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify(describe(session))},\n"traceEvents":[\n`;
    const cores = coreCounters();
    yield* rowText(session, 'cores', advance, cores.write);
    yield cores.close();
    yield* rowText(session, 'slices', advance, slicesWriter(session));
    yield* rowText(session, 'tasks', advance, taskWriter(session));
    yield* rowText(session, 'threads', advance, threadWriter(session));
    // Every event before it ends in a comma, this one closes the list.
    yield `${processName(coresPid, 'cores').trimEnd().replace(/,$/, '')}\n]}\n`;
  },
};

function slicesWriter(session: SessionReader): RowWriter<'slices'> {
  const writeCores = sliceWriter(session);
  if (session.header.command !== 'profile') return writeCores;
  const writeThreads = threadSliceWriter(session);
  return (batch, from, to, page) => {
    writeCores(batch, from, to, page);
    writeThreads(batch, from, to, page);
  };
}

const describe = (session: SessionReader): Readonly<Record<string, string | boolean>> => ({
  session: session.header.id,
  command: session.header.command,
  workload: session.header.workload.label,
  started_at: session.header.started_at,
  corelane: session.header.corelane,
  complete: session.complete,
});
