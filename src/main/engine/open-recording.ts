import { randomUUID } from 'node:crypto';
import type { LiveCores, TreeActivity } from '../../shared/jobs.ts';
import { sessionVersion, type LogRow, type SessionHeader } from '../../shared/session.ts';
import type { Printer } from '../../shared/output-warning.ts';
import type { Collector } from './collector/collector.ts';
import type { Platform } from './collector/platform.ts';
import { OutputLog } from './lab/output-log.ts';
import { createSession, type RecordingWriter } from './store/writer.ts';
import type { WorkerEntries } from './worker-entries.ts';

/** Everything that writes into one session. */
export interface Recording {
  readonly writer: RecordingWriter;
  readonly collector: Collector;
  readonly output: OutputLog;
}

export interface RecordingSetup extends Pick<SessionHeader, 'command' | 'workload'> {
  readonly out: string;
  readonly originNs: bigint;
  readonly measuredCores: readonly number[];
  readonly printer: Printer;
  readonly onCores: ((rows: LiveCores) => void) | null;
  readonly onTree: ((activity: TreeActivity) => void) | null;
  /** A piece of output that is kept. */
  readonly onOutput: (row: LogRow) => void;
}

interface RecordingEnvironment {
  readonly entries: WorkerEntries;
  readonly platform: Platform;
  readonly version: string;
}

const samplingPeriodMs = 20;

/** Creates the session file and starts the collector. Rejects with `session-unwritable`. */
export async function openRecording(
  { command, workload, out, originNs, measuredCores, printer, onCores, onTree, onOutput }: RecordingSetup,
  { entries, platform, version }: RecordingEnvironment,
): Promise<Recording> {
  const header: SessionHeader = {
    version: sessionVersion,
    id: randomUUID(),
    command,
    workload,
    started_at: new Date().toISOString(),
    origin_ns: String(originNs),
    corelane: version,
  };
  const writer = await createSession(out, header, {
    entry: entries.storeWriter,
    priority: platform.patientPriority,
  });
  const keep = (row: LogRow): void => {
    writer.addLogs([row]);
    onOutput(row);
  };
  const collector = await platform.openCollector({
    writer,
    originNs,
    periodMs: samplingPeriodMs,
    measuredCores,
    // Labs run Node only.
    watchWaits: command !== 'lab',
    onCores,
    onTree,
    entry: entries.collector,
  });
  return { writer, collector, output: new OutputLog(originNs, keep, printer) };
}

/** Ends a recording that cannot go on; what was committed stays readable. Never rejects. */
export async function abandon({ writer, collector }: Recording): Promise<void> {
  await collector.stop().catch(() => undefined);
  await writer.finish({ complete: false }).catch(() => undefined);
}
