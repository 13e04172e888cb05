import { parentPort, workerData } from 'node:worker_threads';
import { toEnvelope } from '../../../shared/errors.ts';
import { loadExporter } from '../export/exporter.ts';
import { runExport } from '../export/run-export.ts';
import { openFileSink } from '../export/sink.ts';
import { openSession } from '../store/reader.ts';
import type { ExportEvent, ExportWorkerData } from './export-message.ts';

/** Entry of an export's thread: one session into one file. */

const { session: path, format, target }: ExportWorkerData = workerData;
const tell = (event: ExportEvent): void => parentPort?.postMessage(event);
const controller = new AbortController();
parentPort?.on('message', () => controller.abort());

const progressEveryMs = 100;
let toldAt = 0;
const onProgress = (fraction: number): void => {
  const now = performance.now();
  if (now - toldAt < progressEveryMs) return;
  toldAt = now;
  tell({ kind: 'progress', fraction });
};

async function exportSession(): Promise<void> {
  const session = openSession(path);
  try {
    const exporter = await loadExporter(format);
    const sink = await openFileSink(target, session.path);
    await runExport(session, exporter, sink, { signal: controller.signal, onProgress });
  } finally {
    session.close();
  }
}

try {
  await exportSession();
  tell({ kind: 'done' });
} catch (thrown) {
  tell({ kind: 'failed', error: toEnvelope(thrown) });
} finally {
  parentPort?.close();
}
