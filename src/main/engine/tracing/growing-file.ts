import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Reads a file that another process may be writing to. It is open only while it is read: a run can have thousands of them. One that
 * cannot be opened (not there yet, removed, refused) is not looked at.
 */
export function withFile(path: string, look: (read: ReadAt) => void): void {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    look((buffer, position) => readAt(file, buffer, position));
  } finally {
    closeSync(file);
  }
}

/** Fills `buffer` from `position`; gives how many bytes there were. */
export type ReadAt = (buffer: Uint8Array, position: number) => number;

function readAt(file: number, buffer: Uint8Array, position: number): number {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const got = readSync(file, buffer, filled, buffer.length - filled, position + filled);
      if (got === 0) break;
      filled += got;
    }
  } catch {
    // A folder by that name, or a disk that fails: what was read so far counts.
  }
  return filled;
}
