import { randomUUID } from 'node:crypto';
import { basename, isAbsolute } from 'node:path';
import type { LabRequest } from '../../../shared/experiment.ts';
import { sessionVersion, type SessionHeader } from '../../../shared/session.ts';
import type { TaskSource } from '../../../shared/worker-protocol.ts';
import type { Collector } from '../collector/collector.ts';
import { createSession, type RecordingWriter } from '../store/writer.ts';
import type { LabEnvironment } from './lab.ts';
import type { LabObserver } from './lab-observer.ts';
import { OutputLog } from './output-log.ts';

/** Everything that writes into the session of one lab. */
export interface LabRecording {
  readonly writer: RecordingWriter;
  readonly collector: Collector;
  readonly output: OutputLog;
}

const samplingPeriodMs = 20;

/** Creates the session file and starts the collector. Rejects with `session-unwritable`. */
export async function openRecording(
  request: LabRequest,
  { entries, platform, version }: LabEnvironment,
  {
    source,
    name,
    originNs,
    cores,
    observer,
  }: {
    source: TaskSource & { path: string };
    /** The module's own name for the task, if it has one. */
    name: string | null;
    originNs: bigint;
    cores: readonly number[];
    observer: LabObserver;
  },
): Promise<LabRecording> {
  const header: SessionHeader = {
    version: sessionVersion,
    id: randomUUID(),
    command: 'lab',
    workload: { label: labelOf(name, source.label), path: source.path },
    started_at: new Date().toISOString(),
    origin_ns: String(originNs),
    corelane: version,
  };
  const writer = await createSession(request.out, header, { entry: entries.storeWriter });
  const output = new OutputLog(originNs, (row) => writer.addLogs([row]));
  const collector = await platform.openCollector({
    writer,
    originNs,
    periodMs: samplingPeriodMs,
    measuredCores: cores,
    onCores: observer.coresRead ?? null,
    onTree: null,
    entry: entries.collector,
  });
  return { writer, collector, output };
}

/** A file that was picked in a window comes with its whole path, which says no more here than its name. */
function labelOf(name: string | null, task: string): string {
  const picked = isAbsolute(task) ? basename(task) : task;
  return name === null ? picked : `${name} (${picked})`;
}

/** Ends a recording that cannot go on; what was committed stays readable. Never rejects. */
export async function abandon({ writer, collector }: LabRecording): Promise<void> {
  await collector.stop().catch(() => undefined);
  await writer.finish({ complete: false }).catch(() => undefined);
}
