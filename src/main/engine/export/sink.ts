import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { CorelaneError } from '../../../shared/errors.ts';
import { outputFailure } from './output-failure.ts';

/** Where an export goes. Rejections are CorelaneErrors with code export-failed. */
export interface Sink {
  /** How messages call it. */
  readonly name: string;
  /** True when what was written stays although the export did not end. */
  readonly partial: boolean;
  /** Resolves when the bytes are written, and until then wants them unchanged. */
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  /** Takes back what can be taken back. */
  discard(): Promise<void>;
}

/**
 * A file that appears whole or not at all: written beside its final place and renamed when finished, so that an
 * older file of the name lasts until then. What is no regular file (/dev/null, a FIFO) is written as it stands. Refuses to
 * replace `session`, the file being exported.
 */
export async function openFileSink(output: string, session: string): Promise<Sink> {
  try {
    const target = await placeOf(output, session);
    return target.regular ? await renamedFile(output, target.path) : await openFile(output, target.path);
  } catch (thrown) {
    throw outputFailure(output, thrown);
  }
}

/** Follows symbolic links, so that the file they lead to is replaced and not the link. */
async function placeOf(output: string, session: string): Promise<{ path: string; regular: boolean }> {
  const path = await realpath(output).catch(() => resolve(output));
  const present = await stat(path).catch(() => null);
  if (present === null) return { path, regular: true };
  const recorded = await stat(session);
  if (present.dev === recorded.dev && present.ino === recorded.ino) {
    throw new CorelaneError(
      'export-failed',
      `${output} is the session that is being exported, and exporting would destroy it.`,
      'Give another file name.',
    );
  }
  if (present.isDirectory()) {
    throw new CorelaneError('export-failed', `${output} is a folder.`, 'Give a file name.');
  }
  // A rename would replace even a file that its owner made read-only.
  await access(path, constants.W_OK);
  return { path, regular: present.isFile() };
}

async function renamedFile(output: string, path: string): Promise<Sink> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const file = await openFile(output, partial);
  return {
    ...file,
    partial: false,
    async finish() {
      await file.finish();
      await rename(partial, path).catch((thrown: unknown) => {
        throw outputFailure(output, thrown);
      });
    },
    async discard() {
      await file.discard();
      await rm(partial, { force: true });
    },
  };
}

/** Writes to the path as it stands. */
async function openFile(output: string, path: string): Promise<Sink> {
  const handle = await open(path, 'w');
  const attempt = (work: Promise<void>): Promise<void> =>
    work.catch((thrown: unknown) => {
      throw outputFailure(output, thrown);
    });
  return {
    name: output,
    partial: true,
    write: (bytes) => attempt(writeAll(handle, bytes)),
    finish: () => attempt(handle.close()),
    // Closing what `finish` has closed resolves as well.
    discard: () => handle.close().catch(() => undefined),
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}

/** A stream of this process. What was written stays written; a reader that went away is the stream's owner's affair. */
export const streamSink = (stream: NodeJS.WritableStream, name: string): Sink => ({
  name,
  partial: true,
  async write(bytes) {
    const { promise, resolve: onWritten, reject } = Promise.withResolvers<undefined>();
    stream.write(bytes, (error) => (error ? reject(error) : onWritten(undefined)));
    await promise;
    // Node writes to pipes and files at once, and signals come only when the event loop turns.
    await turn();
  },
  finish: () => Promise.resolve(),
  discard: () => Promise.resolve(),
});
