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
  let writing = Promise.resolve();
  try {
    for (const piece of gathered(exporter.chunks(session, (rows) => void (done += rows)))) {
      await writing;
      if (signal.aborted) throw cancelled(sink);
      // While this one is written, the next is made.
      writing = sink.write(piece);
      writing.catch(() => undefined);
      onProgress(total === 0 ? 0 : done / total);
    }
    await writing;
    await sink.finish();
    onProgress(1);
  } catch (thrown) {
    await writing.catch(() => undefined);
    await sink.discard();
    throw thrown;
  }
}

const gatheredBytes = 1 << 19;

/**
 * Joins pieces, since a write costs the same however little it writes. Two buffers take turns: a result stays as it is
 * until the one after the next is asked for.
 */
function* gathered(pieces: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  let buffer = Buffer.allocUnsafe(gatheredBytes);
  let other = Buffer.allocUnsafe(gatheredBytes);
  let length = 0;
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    if (length > 0 && length + bytes.length > buffer.length) {
      yield buffer.subarray(0, length);
      [buffer, other] = [other, buffer];
      length = 0;
    }
    if (bytes.length > buffer.length) buffer = Buffer.allocUnsafe(bytes.length);
    buffer.set(bytes, length);
    length += bytes.length;
  }
  if (length > 0) yield buffer.subarray(0, length);
}

const cancelled = (sink: Sink): CorelaneError =>
  new CorelaneError(
    'interrupted',
    `The export to ${sink.name} was interrupted${sink.partial ? ' part-way' : '; nothing was left behind'}.`,
    'The session is unchanged; export it again when you like.',
  );
