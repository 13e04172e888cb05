import { detailKinds, streams } from '../../../shared/session.ts';
import type { SessionReader, StreamName } from '../../../shared/session.ts';
import { reportOf } from '../lab/unfinished-trial.ts';
import type { Exporter } from './exporter.ts';
import { rowCount } from './row-text.ts';

const exportedStreams = [
  'tasks',
  'cores',
  'threads',
  'memory',
  'slices',
  'losses',
  'traced',
  'steps',
  'spans',
  'loops',
  'waits',
  'samples',
] as const;

/**
 * Everything a session holds, as one JSON object, a line per batch:
 *
 *     { "corelane": 1, "header": {…}, "complete": true, "report": {…} | null,
 *       "workers": [{…}], "threads": [{…}], "processes": [{…}], "failures": [{…}],
 *       "details": { "sites": [{…}], "pools": [{…}], … },
 *       "streams": { "tasks": { "rows": 2, "batches": [{ "trial": [0, 0], "index": [0, 1], … }] },
 *                    "cores": {…}, "threads": {…}, "memory": {…}, "slices": {…}, "losses": {…},
 *                    "traced": {…}, "steps": {…}, "spans": {…}, "loops": {…}, "waits": {…}, "samples": {…} },
 *       "logs": [{ "trial": 0, "time": 12, "stream": "stdout", "text": "…" }] }
 *
 * Documents are as the session has them; a stream is batches of equally long columns, to be joined end to end by column.
 * Times are nanoseconds since the session's start, what is not known is null, and codes are positions: `outcome` in "ok, error, cancelled,
 * lost", `ended` in "blocked, preempted, exited, unknown", `kind` of spans in "mark, measure, gc, uncaught, held-loop", `state` of waits in
 * "running, gil, lock, io".
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
    yield '],\n"details":{';
    for (const [position, kind] of detailKinds.entries()) {
      yield `${position === 0 ? '' : ','}\n"${kind}":[`;
      yield* elements(session.details(kind));
      yield ']';
    }
    yield '},\n"streams":{';
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
