import type { SessionReader, ThreadRow } from '../../../shared/session.ts';
import { csvField, csvRecordEnd } from './csv-field.ts';
import type { Exporter } from './exporter.ts';
import { rowText } from './row-text.ts';
import type { RowWriter } from './row-text.ts';
import { utf8 } from './text-page.ts';
import type { TextPage } from './text-page.ts';

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
    yield* rowText(session, 'cores', advance, writeCores);
    yield* rowText(session, 'threads', advance, threadWriter(session));
    yield* rowText(session, 'memory', advance, writeMemory);
  },
};

const writeCores: RowWriter<'cores'> = (batch, from, to, page) => {
  for (let row = from; row < to; row++) {
    const subject = utf8(`,core,${batch.core[row] ?? ''},,,,`);
    const time = batch.time[row];
    writeTime(time, subject, metrics.user_ms, batch.user_ns[row], page);
    writeTime(time, subject, metrics.system_ms, batch.system_ns[row], page);
    writeTime(time, subject, metrics.iowait_ms, batch.iowait_ns[row], page);
    writeTime(time, subject, metrics.steal_ms, batch.steal_ns[row], page);
    writeTime(time, subject, metrics.idle_ms, batch.idle_ns[row], page);
  }
};

function threadWriter(session: SessionReader): RowWriter<'threads'> {
  const names = new Map(session.threads().map((thread) => [thread.thread, threadFields(thread)]));
  return (batch, from, to, page) => {
    for (let row = from; row < to; row++) {
      const name = names.get(batch.thread[row] ?? 0) ?? ',,';
      const subject = utf8(`,thread,${batch.core[row] ?? ''},${name},`);
      const time = batch.time[row];
      writeTime(time, subject, metrics.on_cpu_ms, batch.on_cpu_ns[row], page);
      writeTime(time, subject, metrics.run_delay_ms, batch.run_delay_ns[row], page);
      writeCount(time, subject, metrics.voluntary_switches, batch.voluntary_switches[row], page);
      writeCount(time, subject, metrics.involuntary_switches, batch.involuntary_switches[row], page);
      writeCount(time, subject, metrics.migrations, batch.migrations[row], page);
    }
  };
}

const writeMemory: RowWriter<'memory'> = (batch, from, to, page) => {
  for (let row = from; row < to; row++) {
    const subject = utf8(`,memory,,${batch.pid[row] ?? ''},,,`);
    writeCount(batch.time[row], subject, metrics.rss_bytes, batch.rss_bytes[row], page);
  }
};

const threadFields = ({ pid, tid, name }: ThreadRow): string => `${pid},${tid},${csvField(name)}`;

/** One record; none when the value is not known. */
function writeTime(
  time: number | undefined,
  subject: Uint8Array,
  metric: Uint8Array,
  value: number | undefined,
  page: TextPage,
): void {
  if (value === undefined || Number.isNaN(value)) return;
  writeSubject(time, subject, metric, page);
  page.milliseconds(value);
  page.bytes(recordEnd);
}

function writeCount(
  time: number | undefined,
  subject: Uint8Array,
  metric: Uint8Array,
  value: number | undefined,
  page: TextPage,
): void {
  if (value === undefined || Number.isNaN(value)) return;
  writeSubject(time, subject, metric, page);
  page.number(value);
  page.bytes(recordEnd);
}

function writeSubject(
  time: number | undefined,
  subject: Uint8Array,
  metric: Uint8Array,
  page: TextPage,
): void {
  page.milliseconds(time ?? Number.NaN);
  page.bytes(subject);
  page.bytes(metric);
}

const recordEnd = utf8(csvRecordEnd);

const metrics = {
  user_ms: utf8('user_ms,'),
  system_ms: utf8('system_ms,'),
  iowait_ms: utf8('iowait_ms,'),
  steal_ms: utf8('steal_ms,'),
  idle_ms: utf8('idle_ms,'),
  on_cpu_ms: utf8('on_cpu_ms,'),
  run_delay_ms: utf8('run_delay_ms,'),
  voluntary_switches: utf8('voluntary_switches,'),
  involuntary_switches: utf8('involuntary_switches,'),
  migrations: utf8('migrations,'),
  rss_bytes: utf8('rss_bytes,'),
};
