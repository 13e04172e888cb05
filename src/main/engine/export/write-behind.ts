import type { FileHandle } from 'node:fs/promises';

/**
 * Writes text to a file one piece behind: while the system writes a piece, the next one can be made, and two buffers
 * serve all of them, whereas a new buffer for each piece would let memory grow by what waits for the garbage collector.
 */
export interface WriteBehind {
  /** Resolves when the piece before this one is written; rejects with what the system said of that one. */
  write(text: string): Promise<void>;
  /** Resolves when everything is written; rejects with what the system said of the last piece. */
  drain(): Promise<void>;
}

export function writeBehind(file: FileHandle): WriteBehind {
  const buffers = [Buffer.alloc(0), Buffer.alloc(0)];
  let turn = 0;
  let pending = Promise.resolve();
  return {
    async write(text) {
      turn = 1 - turn;
      let buffer = buffers[turn] ?? Buffer.alloc(0);
      // A UTF-16 unit becomes three bytes of UTF-8 at most.
      if (buffer.length < text.length * 3) {
        buffer = Buffer.allocUnsafe(text.length * 3);
        buffers[turn] = buffer;
      }
      const length = buffer.write(text, 'utf8');
      await pending;
      pending = writeAll(file, buffer, length);
      // Whoever waits next hears of a failure; until then it is nobody's.
      pending.catch(() => undefined);
    },
    drain: () => pending,
  };
}

async function writeAll(file: FileHandle, buffer: Buffer, length: number): Promise<void> {
  let written = 0;
  while (written < length) {
    const { bytesWritten } = await file.write(buffer, written, length - written);
    written += bytesWritten;
  }
}
