import { withFile } from './growing-file.ts';

const pieceBytes = 64 * 1024;
const newLine = 0x0a;

/** What was read of one file last. */
interface Piece {
  readonly file: StringFile;
  readonly from: number;
  readonly bytes: Buffer;
}

/** As many pieces as are held of all files together: strings are asked for about in the order in which they were written. */
const mostPieces = 8;

/** Pieces of text files that were read last; one serves all files of a run. */
export class TextPieces {
  #pieces: readonly Piece[] = [];

  /** Bytes of a file from one to before another; shorter where the file ends. */
  read(file: StringFile, from: number, to: number): Buffer {
    const known = this.#pieces.find(
      (piece) => piece.file === file && piece.from <= from && to <= piece.from + piece.bytes.length,
    );
    const piece = known ?? readPiece(file, from, Math.max(to - from, pieceBytes));
    this.#pieces = [piece, ...this.#pieces.filter((other) => other !== piece)].slice(0, mostPieces);
    return piece.bytes.subarray(from - piece.from, to - piece.from);
  }
}

function readPiece(file: StringFile, from: number, length: number): Piece {
  const bytes = Buffer.alloc(length);
  let got = 0;
  withFile(file.path, (read) => {
    got = read(bytes, from);
  });
  return { file, from, bytes: bytes.subarray(0, got) };
}

/**
 * The `.strings` file of one process while it grows: what the numbers in its records stand for. Where each line ends is kept in mind, and
 * what it says is read when it is asked for: names and errors of a million tasks may all differ.
 */
export class StringFile {
  readonly path: string;
  readonly #pieces: TextPieces;
  /** Of each line, where the one after it begins. */
  #ends = new Float64Array(0);
  #lines = 0;
  #position = 0;

  constructor(path: string, pieces: TextPieces) {
    this.path = path;
    this.#pieces = pieces;
  }

  /** What the line of this number holds, from 1; null: none, or no JSON. A line that is not known yet is looked for in the file. */
  at(number: number): unknown {
    if (number === 0) return null;
    if (number > this.#lines) this.#readOn();
    if (number > this.#lines) return null;
    const line = this.#pieces.read(this, this.#ends[number - 2] ?? 0, this.#ends[number - 1] ?? 0);
    try {
      return JSON.parse(line.toString('utf8'));
    } catch {
      return null;
    }
  }

  #readOn(): void {
    for (let got = pieceBytes; got === pieceBytes;) {
      const { bytes } = readPiece(this, this.#position, pieceBytes);
      got = bytes.length;
      for (let end = bytes.indexOf(newLine); end !== -1; end = bytes.indexOf(newLine, end + 1)) {
        this.#addEnd(this.#position + end + 1);
      }
      this.#position += got;
    }
  }

  #addEnd(end: number): void {
    if (this.#lines === this.#ends.length) {
      const longer = new Float64Array(Math.max(16, 2 * this.#lines));
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#ends[this.#lines] = end;
    this.#lines += 1;
  }
}
