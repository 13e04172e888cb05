import fs from 'node:fs';

// Kept from the start: programs and their tests replace functions of `fs`.
const { constants, fstatSync, openSync, readSync, writeSync } = fs;

/**
 * A file of the trace. A program may close descriptors that it did not open, and their numbers are then given to files of its own: so each use makes
 * sure whose the number is (1 us), and opens the file anew when it was taken.
 */
export class OwnFile {
  private readonly path: string;
  private readonly access: number;
  private descriptor: number;
  private readonly device: number;
  private readonly inode: number;

  /** `access`: as `open` takes it, to which is added that the file is made. Throws when it is there already or cannot be made. */
  constructor(path: string, access: number) {
    this.path = path;
    this.access = access;
    this.descriptor = openSync(path, access | constants.O_CREAT | constants.O_EXCL, 0o600);
    const { dev, ino } = fstatSync(this.descriptor);
    this.device = dev;
    this.inode = ino;
  }

  /** All of it, or throws. */
  write(bytes: Uint8Array, from: number, length: number, position: number | null): void {
    const descriptor = this.own();
    // Where there is room for a part of it only, writing the rest says so.
    for (let done = 0; done < length;) {
      const at = position === null ? null : position + done;
      done += writeSync(descriptor, bytes, from + done, length - done, at);
    }
  }

  read(bytes: Uint8Array, length: number, position: number): void {
    readSync(this.own(), bytes, 0, length, position);
  }

  private own(): number {
    if (!this.isOurs(this.descriptor)) {
      this.descriptor = openSync(this.path, this.access);
      if (!this.isOurs(this.descriptor)) throw new Error('another file has taken the place of the trace');
    }
    return this.descriptor;
  }

  private isOurs(descriptor: number): boolean {
    try {
      const { dev, ino } = fstatSync(descriptor);
      return ino === this.inode && dev === this.device;
    } catch {
      return false;
    }
  }
}

/** As `OwnFile` takes them. */
export const readAndWrite = constants.O_RDWR;
export const append = constants.O_WRONLY | constants.O_APPEND;
