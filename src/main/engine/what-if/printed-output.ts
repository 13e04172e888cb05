import { createHash } from 'node:crypto';

/** What a run printed on stdout: exactly by its hash, and as text as far as that is kept. */
export interface PrintedOutput {
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** Null: it is longer than what is kept. */
  readonly text: string | null;
}

const mostKept = 16 * 1024 * 1024;

/** Takes in what a run prints. */
export class OutputTaken {
  readonly #hash = createHash('sha256');
  #pieces: Buffer[] = [];
  #bytes = 0;

  take(piece: Buffer): void {
    this.#hash.update(piece);
    this.#bytes += piece.length;
    if (this.#bytes <= mostKept) this.#pieces.push(Buffer.from(piece));
    else this.#pieces = [];
  }

  /** Once, when nothing more comes. */
  finish(): PrintedOutput {
    return {
      bytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
      text: this.#bytes <= mostKept ? Buffer.concat(this.#pieces).toString('utf8') : null,
    };
  }
}
