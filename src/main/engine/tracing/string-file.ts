import { withFile, type ReadAt } from './growing-file.ts';

const pieceBytes = 64 * 1024;

/** The `.strings` file of one process while it grows: what the numbers in its records stand for. */
export class StringFile {
  readonly #path: string;
  readonly #lines: string[] = [];
  #position = 0;
  /** The beginning of a line whose end is not written yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** What the line of this number holds, from 1; null: none, or no JSON. A line that is not known yet is looked for in the file. */
  at(number: number): unknown {
    if (number === 0) return null;
    if (number > this.#lines.length) this.#readOn();
    const line = this.#lines[number - 1];
    if (line === undefined) return null;
    try {
      return JSON.parse(line);
    } catch {
      return null;
    }
  }

  #readOn(): void {
    withFile(this.#path, (read) => {
      while (this.#readPiece(read));
    });
  }

  #readPiece(read: ReadAt): boolean {
    const piece = Buffer.alloc(pieceBytes);
    const got = read(piece, this.#position);
    this.#position += got;
    const bytes = Buffer.concat([this.#rest, piece.subarray(0, got)]);
    const end = bytes.lastIndexOf(0x0a);
    if (end >= 0) this.#lines.push(...bytes.toString('utf8', 0, end).split('\n'));
    this.#rest = bytes.subarray(end + 1);
    return got === pieceBytes;
  }
}
