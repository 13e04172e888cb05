import { sliceEnds } from '../../../shared/session.ts';
import type { SessionReader, ThreadRow } from '../../../shared/session.ts';
import { csvField, csvRecordEnd } from './csv-field.ts';
import type { Exporter } from './exporter.ts';
import { rowText } from './row-text.ts';
import { utf8 } from './text-page.ts';

const header = [
  'core',
  'pid',
  'tid',
  'thread',
  'workload',
  'ready_ms',
  'start_ms',
  'end_ms',
  'run_delay_ms',
  'on_cpu_ms',
  'ended',
  'by_pid',
  'by_tid',
  'by',
  'waker_pid',
  'waker_tid',
  'waker',
].join(',');

/**
 * CSV (RFC 4180), one record per slice in the order they ended: a thread's stay on a core. Times are milliseconds since the
 * session's start; `run_delay_ms` is ready to start, `on_cpu_ms` start to end; `workload` is 1 for threads of the measured
 * programs. `by`: the thread that took the core; `waker`: the one that made the thread ready; empty: not known, or none.
 */
export const csvSlicesExporter: Exporter = {
  format: 'csv-slices',
  streams: ['slices'],
  *chunks(session, advance) {
    yield header + csvRecordEnd;
    const { subjects, others } = threadFields(session);
    yield* rowText(session, 'slices', advance, (batch, from, to, page) => {
      for (let row = from; row < to; row++) {
        const ready = batch.ready[row] ?? Number.NaN;
        const start = batch.start[row] ?? Number.NaN;
        const end = batch.end[row] ?? Number.NaN;
        page.number(batch.core[row] ?? 0);
        page.bytes(subjects.get(batch.thread[row] ?? 0) ?? unknownSubject);
        page.milliseconds(ready);
        page.bytes(comma);
        page.milliseconds(start);
        page.bytes(comma);
        page.milliseconds(end);
        page.bytes(comma);
        page.milliseconds(start - ready);
        page.bytes(comma);
        page.milliseconds(end - start);
        page.bytes(endings[batch.ended[row] ?? endings.length] ?? unknownEnding);
        page.bytes(others.get((batch.by[row] ?? 0) - 1) ?? unknownOther);
        page.bytes(others.get((batch.waker[row] ?? 0) - 1) ?? unknownOther);
        page.bytes(recordEnd);
      }
    });
  },
};

/** The fields that name a thread, made once: as the slice's own, and as another that had to do with it. */
function threadFields(session: SessionReader): {
  readonly subjects: ReadonlyMap<number, Uint8Array>;
  readonly others: ReadonlyMap<number, Uint8Array>;
} {
  const threads = session.threads();
  return {
    subjects: new Map(
      threads.map((row) => [row.thread, utf8(`${names(row)},${row.workload ? 1 : 0},`)] as const),
    ),
    others: new Map(threads.map((row) => [row.thread, utf8(names(row))] as const)),
  };
}

const names = ({ pid, tid, name }: ThreadRow): string => `,${pid},${tid},${csvField(name)}`;

const comma = utf8(',');
const unknownSubject = utf8(',,,,,');
const unknownOther = utf8(',,,');
const endings = sliceEnds.map((ended) => utf8(`,${ended}`));
const unknownEnding = utf8(',unknown');
const recordEnd = utf8(csvRecordEnd);
