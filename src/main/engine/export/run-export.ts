import type { SessionReader } from '../../../shared/session.ts';
import { CorelaneError } from '../../../shared/errors.ts';
import type { Exporter } from './exporter.ts';
import type { Sink } from './sink.ts';

export interface ExportControl {
  /** Ends the export between two pieces; the sink takes back what was written. */
  readonly signal: AbortSignal;
  /** Called after each piece with the share of rows done, 0–1. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Writes a session through an exporter into a sink, piece by piece at the sink's pace. When it fails or is cancelled, the
 * sink discards what it has, and the error goes to the caller.
 * @throws CorelaneError interrupted when cancelled, export-failed when the sink cannot write, session-unreadable.
 */
export async function runExport(
  session: SessionReader,
  exporter: Exporter,
  sink: Sink,
  { signal, onProgress }: ExportControl,
): Promise<void> {
  const total = exporter.streams.reduce((rows, stream) => rows + session.count(stream), 0);
  let done = 0;
  try {
    for (const piece of largerPieces(exporter.chunks(session, (rows) => void (done += rows)))) {
      await sink.write(piece);
      if (signal.aborted) throw cancelled(sink);
      onProgress(total === 0 ? 0 : done / total);
    }
    await sink.finish();
    onProgress(1);
  } catch (thrown) {
    await sink.discard();
    throw thrown;
  }
}

const pieceLength = 1 << 18;

/** Joins small pieces: a write costs the same however little it writes. */
function* largerPieces(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

const cancelled = (sink: Sink): CorelaneError =>
  new CorelaneError(
    'interrupted',
    `The export to ${sink.name} was interrupted${sink.partial ? ' part-way' : '; nothing was left behind'}.`,
    'The session is unchanged; export it again when you like.',
  );
