import type { LogRow } from '../../../shared/session.ts';
import { outputStreams } from '../../../shared/session-queries.ts';
import type { OutputPiece } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';

/** The pieces of one stream, in order of time. */
export interface StreamPieces {
  readonly stream: LogRow['stream'];
  /** The number of each. */
  readonly numbers: Uint32Array;
  readonly times: Float64Array;
  /** Lines of all pieces before each, and at the end of all. */
  readonly linesBefore: Uint32Array;
}

/** How much of a piece is told where it is pointed at. */
const mostTold = 600;

/**
 * All that a session holds of what was printed. Columns and one text instead of rows: pieces may be millions, of a few letters each, and a part
 * of them is found by their number and, per stream, by time. A piece is what was read at once; it is numbered by its place in the session.
 */
export class SessionOutput {
  /** Pieces. */
  readonly count: number;
  readonly streams: readonly StreamPieces[];
  readonly #trials: Uint32Array;
  readonly #times: Float64Array;
  /** Indexes of `outputStreams`. */
  readonly #streamOf: Uint8Array;
  readonly #lines: Uint32Array;
  readonly #text: string;
  /** Where each piece begins in the text, and where the last one ends. */
  readonly #begins: Uint32Array;

  constructor(rows: Iterable<LogRow>) {
    const trials: number[] = [];
    const times: number[] = [];
    const streamOf: number[] = [];
    const lines: number[] = [];
    const begins = [0];
    const texts: string[] = [];
    let length = 0;
    for (const { trial, time, stream, text } of rows) {
      trials.push(trial);
      times.push(time);
      streamOf.push(outputStreams.indexOf(stream));
      lines.push(linesOf(text));
      texts.push(text);
      begins.push((length += text.length));
    }
    this.count = trials.length;
    this.#trials = Uint32Array.from(trials);
    this.#times = Float64Array.from(times);
    this.#streamOf = Uint8Array.from(streamOf);
    this.#lines = Uint32Array.from(lines);
    this.#text = texts.join('');
    this.#begins = Uint32Array.from(begins);
    this.streams = outputStreams.flatMap((stream, code) => {
      const pieces = this.#piecesOf(code);
      return pieces.length === 0 ? [] : [this.#streamPieces(stream, pieces)];
    });
  }

  row(number: number): LogRow {
    const stream = outputStreams[this.#streamOf[number] ?? 0] ?? 'stdout';
    return {
      trial: this.#trials[number] ?? 0,
      time: asNanoseconds(this.#times[number] ?? 0),
      stream,
      text: this.text(number),
    };
  }

  text(number: number): string {
    return this.#text.slice(this.#begins[number], this.#begins[number + 1]);
  }

  trial(number: number): number {
    return this.#trials[number] ?? 0;
  }

  piece(number: number): OutputPiece {
    const { trial, time, stream, text } = this.row(number);
    return {
      number,
      trial,
      timeNs: time,
      stream,
      lines: this.#lines[number] ?? 0,
      text: text.slice(0, mostTold),
    };
  }

  #piecesOf(code: number): number[] {
    const pieces: number[] = [];
    for (let number = 0; number < this.count; number += 1) {
      if (this.#streamOf[number] === code) pieces.push(number);
    }
    return pieces;
  }

  #streamPieces(stream: LogRow['stream'], pieces: readonly number[]): StreamPieces {
    const at = (number: number): number => this.#times[number] ?? 0;
    // They come in this order, but for what processes that ran at once told too late.
    const numbers = Uint32Array.from(pieces.toSorted((a, b) => at(a) - at(b) || a - b));
    const linesBefore = new Uint32Array(numbers.length + 1);
    for (const [index, number] of numbers.entries()) {
      linesBefore[index + 1] = (linesBefore[index] ?? 0) + (this.#lines[number] ?? 0);
    }
    return { stream, numbers, times: Float64Array.from(numbers, at), linesBefore };
  }
}

/** Lines of a piece, whole or in part: what does not end a line goes on in the next piece, and counts in both. */
function linesOf(text: string): number {
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
