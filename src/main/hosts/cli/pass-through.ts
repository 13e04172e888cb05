import { write } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const writeSome = promisify(write);
const pauseMs = 5;

/**
 * Writes all the bytes to a descriptor, as they are, however slowly they are read. Not by `process.stdout`: what that cannot write at once it
 * keeps in memory, or stands still with the whole process. Rejects when nobody reads any more.
 */
export async function passThrough(descriptor: number, piece: Buffer): Promise<void> {
  for (let written = 0; written < piece.length;) {
    try {
      const { bytesWritten } = await writeSome(descriptor, piece, written, piece.length - written);
      written += bytesWritten;
    } catch (thrown) {
      // Somebody who shares it has made it one that does not wait.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown;
      await sleep(pauseMs);
    }
  }
}
