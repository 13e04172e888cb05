import type { SessionReader, StreamName } from '../../../shared/session.ts';
import type { ExportFormat } from '../../../shared/workplace.ts';

/** One export format: how a session reads in it. */
export interface Exporter {
  readonly format: ExportFormat;
  /** The streams it goes through; their rows are the whole of its progress. */
  readonly streams: readonly StreamName[];
  /**
   * The file's text piece by piece, each at most about a megabyte, read from the session as it goes; whoever consumes
   * the pieces sets the pace, and memory stays flat however long the session is, but for what was traced of a profile's tasks. A piece of bytes (UTF-8) is valid until
   * the next one is asked for. Calls `advance` with the rows done since its last call.
   */
  chunks(session: SessionReader, advance: (rows: number) => void): Iterable<string | Uint8Array>;
}

/** Loads the exporter of a format; each is a module of its own, so that only the one asked for is loaded. */
export const loadExporter = (format: ExportFormat): Promise<Exporter> => loaders[format]();

const loaders: Readonly<Record<ExportFormat, () => Promise<Exporter>>> = {
  chrome: async () => (await import('./chrome.ts')).chromeExporter,
  'csv-tasks': async () => (await import('./csv-tasks.ts')).csvTasksExporter,
  'csv-slices': async () => (await import('./csv-slices.ts')).csvSlicesExporter,
  'csv-samples': async () => (await import('./csv-samples.ts')).csvSamplesExporter,
  cpuprofile: async () => (await import('./cpuprofile.ts')).cpuProfileExporter,
  speedscope: async () => (await import('./speedscope.ts')).speedscopeExporter,
  json: async () => (await import('./json.ts')).jsonExporter,
};
