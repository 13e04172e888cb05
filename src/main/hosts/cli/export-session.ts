import { loadExporter } from '../../engine/export/exporter.ts';
import type { ExportFormat } from '../../../shared/workplace.ts';
import { runExport } from '../../engine/export/run-export.ts';
import { openFileSink, streamSink } from '../../engine/export/sink.ts';
import { openSession } from '../../engine/store/reader.ts';
import { sessionsFolderInForce } from '../../engine/workplace/settings-file.ts';
import { findSession } from '../../engine/library/find-session.ts';
import { awaitInterruption } from './interruption.ts';
import { openProgressLine } from './progress-line.ts';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Null: stdout. */
  readonly output: string | null;
}

/** `corelane export`: writes a session in another format; progress goes to stderr when that is a terminal. */
export async function exportSession(given: string, { format, output }: ExportOptions): Promise<void> {
  const session = openSession(findSession(given, sessionsFolderInForce()));
  const progress = openProgressLine(process.stderr);
  const interrupted = awaitInterruption(() => progress.note('Stopping the export.'));
  const startedAt = performance.now();
  try {
    const exporter = await loadExporter(format);
    const sink =
      output === null ? streamSink(process.stdout, 'stdout') : await openFileSink(output, session.path);
    await runExport(session, exporter, sink, {
      signal: interrupted.signal,
      onProgress: (fraction) => {
        if (!process.stderr.isTTY) return;
        const seconds = (performance.now() - startedAt) / 1000;
        progress.update({
          label: `export ${format}`,
          fraction,
          secondsLeft: fraction > 0.02 ? (seconds / fraction) * (1 - fraction) : null,
          detail: output ?? '',
        });
      },
    });
    progress.end();
    if (output !== null) process.stderr.write(`Wrote ${output}.${openingHint[format]}\n`);
  } finally {
    progress.end();
    interrupted.release();
    session.close();
  }
}

const openingHint: Readonly<Record<ExportFormat, string>> = {
  chrome: ' Open it in https://ui.perfetto.dev or chrome://tracing.',
  'csv-tasks': '',
  'csv-slices': '',
  'csv-samples': '',
  cpuprofile: " Open it in the Performance panel of Chrome's developer tools, or in VS Code.",
  speedscope: ' Open it in https://www.speedscope.app.',
  json: '',
};
