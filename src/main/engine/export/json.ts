import { streams } from '../../../shared/session.ts';
import type { SessionReader, StreamName } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import type { Exporter } from './exporter.ts';
import { rowCount } from './row-text.ts';

const exportedStreams = ['tasks', 'cores', 'threads', 'memory', 'slices', 'losses'] as const;

/**
 * Everything a session holds, as one JSON object, a line per batch:
 *
 *     { "corelane": 1, "header": {…}, "complete": true, "report": {…} | null,
 *       "workers": [{…}], "threads": [{…}], "processes": [{…}], "failures": [{…}],
 *       "streams": { "tasks": { "rows": 2, "batches": [{ "trial": [0, 0], "index": [0, 1], … }] },
 *                    "cores": {…}, "threads": {…}, "memory": {…}, "slices": {…}, "losses": {…} },
 *       "logs": [{ "trial": 0, "time": 12, "stream": "stdout", "text": "…" }] }
 *
 * Documents are as the session has them; a stream is batches of equally long columns, to be joined end to end by column.
 * Times are nanoseconds since the session's start, what is not known is null, and `outcome` and `ended` are positions in
 * "ok, error, cancelled, lost" and "blocked, preempted, exited, unknown".
 */
export const jsonExporter: Exporter = {
  format: 'json',
  streams: exportedStreams,
  *chunks(session, advance) {
    yield '{"corelane":1';
    yield `,\n"header":${JSON.stringify(session.header)}`;
    yield `,\n"complete":${session.complete}`;
    yield `,\n"report":${JSON.stringify(reportOf(session))}`;
    yield ',\n"workers":[';
    yield* elements(session.workers());
    yield '],\n"threads":[';
    yield* elements(session.threads());
    yield '],\n"processes":[';
    yield* elements(session.processes());
    yield '],\n"failures":[';
    yield* elements(session.failures());
    yield '],\n"streams":{';
    for (const [position, stream] of exportedStreams.entries()) {
      yield `${position === 0 ? '' : ','}\n"${stream}":{"rows":${session.count(stream)},"batches":[`;
      yield* batches(session, stream, advance);
      yield ']}';
    }
    yield '},\n"logs":[';
    yield* elements(session.logs());
    yield ']}\n';
  },
};

function* elements(rows: Iterable<object>): Generator<string> {
  let separator = '\n';
  for (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ',\n';
  }
}

function* batches(
  session: SessionReader,
  stream: StreamName,
  advance: (rows: number) => void,
): Generator<string> {
  let separator = '\n';
  for (const batch of session.batches(stream)) {
    const columns: Readonly<Record<string, ArrayLike<number> | undefined>> = batch;
    yield `${separator}{`;
    for (const [position, name] of Object.keys(streams[stream]).entries()) {
      // JSON.stringify writes NaN as null, which is what "not known" is here.
      yield `${position === 0 ? '' : ','}"${name}":${JSON.stringify(Array.from(columns[name] ?? []))}`;
    }
    yield '}';
    separator = ',\n';
    advance(rowCount(batch));
  }
}
