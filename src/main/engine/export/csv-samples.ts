import type { SessionReader, StreamBatch, ThreadRow } from '../../../shared/session.ts';
import { csvField, csvRecordEnd } from './csv-field.ts';
import { milliseconds } from './decimal-text.ts';
import type { Exporter } from './exporter.ts';
import { rowText } from './row-text.ts';

const header = ['time_ms', 'kind', 'core', 'pid', 'tid', 'thread', 'metric', 'value'].join(',');

/**
 * CSV (RFC 4180) in long form, one record per sample and metric: filter by `metric` and pivot. `time_ms` is
 * milliseconds since the session's start; the metric's name carries its unit; a metric that is not known has no record.
 *
 * | kind   | names its subject by            | metrics |
 * |--------|---------------------------------|---------|
 * | core   | core                            | user_ms system_ms iowait_ms steal_ms idle_ms: since the core's previous sample |
 * | thread | pid, tid, thread; core: its last | on_cpu_ms run_delay_ms voluntary_switches involuntary_switches migrations: since the thread began |
 * | memory | pid                             | rss_bytes |
 */
export const csvSamplesExporter: Exporter = {
  format: 'csv-samples',
  streams: ['cores', 'threads', 'memory'],
  *chunks(session, advance) {
    yield header + csvRecordEnd;
    yield* rowText(session, 'cores', advance, coreRecords);
    yield* rowText(session, 'threads', advance, threadRecordsOf(session));
    yield* rowText(session, 'memory', advance, memoryRecords);
  },
};

function coreRecords(batch: StreamBatch<'cores'>, from: number, to: number): string {
  let text = '';
  for (let row = from; row < to; row++) {
    const subject = `${milliseconds(batch.time[row] ?? Number.NaN)},core,${batch.core[row] ?? ''},,,,`;
    text +=
      record(subject, 'user_ms', milliseconds(batch.user_ns[row] ?? Number.NaN)) +
      record(subject, 'system_ms', milliseconds(batch.system_ns[row] ?? Number.NaN)) +
      record(subject, 'iowait_ms', milliseconds(batch.iowait_ns[row] ?? Number.NaN)) +
      record(subject, 'steal_ms', milliseconds(batch.steal_ns[row] ?? Number.NaN)) +
      record(subject, 'idle_ms', milliseconds(batch.idle_ns[row] ?? Number.NaN));
  }
  return text;
}

function threadRecordsOf(
  session: SessionReader,
): (batch: StreamBatch<'threads'>, from: number, to: number) => string {
  const names = new Map(session.threads().map((thread) => [thread.thread, threadFields(thread)]));
  return (batch, from, to) => {
    let text = '';
    for (let row = from; row < to; row++) {
      const subject =
        `${milliseconds(batch.time[row] ?? Number.NaN)},thread,${batch.core[row] ?? ''},` +
        `${names.get(batch.thread[row] ?? 0) ?? ',,'},`;
      text +=
        record(subject, 'on_cpu_ms', milliseconds(batch.on_cpu_ns[row] ?? Number.NaN)) +
        record(subject, 'run_delay_ms', milliseconds(batch.run_delay_ns[row] ?? Number.NaN)) +
        record(subject, 'voluntary_switches', count(batch.voluntary_switches[row])) +
        record(subject, 'involuntary_switches', count(batch.involuntary_switches[row])) +
        record(subject, 'migrations', count(batch.migrations[row]));
    }
    return text;
  };
}

function memoryRecords(batch: StreamBatch<'memory'>, from: number, to: number): string {
  let text = '';
  for (let row = from; row < to; row++) {
    const subject = `${milliseconds(batch.time[row] ?? Number.NaN)},memory,,${batch.pid[row] ?? ''},,,`;
    text += record(subject, 'rss_bytes', count(batch.rss_bytes[row]));
  }
  return text;
}

const threadFields = ({ pid, tid, name }: ThreadRow): string => `${pid},${tid},${csvField(name)}`;

const record = (subject: string, metric: string, value: string): string =>
  value === '' ? '' : `${subject}${metric},${value}${csvRecordEnd}`;

const count = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : String(value);
