import { files } from './files.ts';

const { constants, fstatSync, openSync, writeSync } = files;

/**
 * A file of the trace. A program may close descriptors that it did not open, and their numbers are then given to files of its own: so whoever is about
 * to use it lets it make sure whose its number is, and open the file anew where that was taken (`own`, 1 us).
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

  /** Its descriptor as it was last made sure of: for when nothing of the program has run in this thread since then. */
  get checked(): number {
    return this.descriptor;
  }

  /** Its descriptor, for what is done before anything of the program runs again. Throws when the file is gone. */
  own(): number {
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

/** Writes all of it, or throws. `position` null: at the end. */
export function writeAll(
  descriptor: number,
  bytes: Uint8Array,
  from: number,
  length: number,
  position: number | null,
): void {
  // Where there is room for a part of it only, writing the rest says so.
  for (let done = 0; done < length;) {
    const at = position === null ? null : position + done;
    done += writeSync(descriptor, bytes, from + done, length - done, at);
  }
}

/** As `OwnFile` takes them. */
export const readAndWrite = constants.O_RDWR;
export const append = constants.O_WRONLY | constants.O_APPEND;
