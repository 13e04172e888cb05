import { existsSync } from 'node:fs';
import { openStep, stepBytes } from '../../../shared/trace-format.ts';
import { withFile, type ReadAt } from './growing-file.ts';
import type { ClockOrigin } from './slots.ts';

const blockSteps = 4096;
const blockBytes = blockSteps * stepBytes;
const stepWords = stepBytes / 4;

/** Where steps are read to; one serves all files in turn. */
export class StepBlock {
  readonly bytes = new Uint8Array(blockBytes);
  readonly words = new Uint32Array(this.bytes.buffer);
}

/** Told of a step of the record `slot`. `endNs` is NaN of one that never ended. */
export type StepVisitor = (slot: number, startNs: number, endNs: number) => void;

/** The `.steps` file of one process while it grows: each step is shown once, when it has ended. Only those under way are kept in mind. */
export class StepFile {
  readonly #path: string;
  readonly #origin: ClockOrigin;
  readonly #block: StepBlock;
  #next = 0;
  /** Steps before that one which had not ended when they were last looked at: one for each thread or so. */
  #open: readonly number[] = [];

  constructor(path: string, origin: ClockOrigin, block: StepBlock) {
    this.#path = path;
    this.#origin = origin;
    this.#block = block;
  }

  /**
   * Shows what ended since the last look, for as long as there is room for more, block by block. `isLast`: nobody writes any more, so what is
   * under way never ends.
   */
  *look(visit: StepVisitor, hasRoom: () => boolean, isLast: boolean): Iterable<void> {
    // Most programs have none, and this costs less than an attempt to open it.
    if (!existsSync(this.#path)) return;
    let count = 0;
    do {
      count = this.#lookAtBlock(visit, isLast);
      yield;
    } while (count === blockSteps && hasRoom());
  }

  #lookAtBlock(visit: StepVisitor, isLast: boolean): number {
    let count = 0;
    withFile(this.#path, (read) => {
      this.#open = this.#open.filter((step) => {
        read(this.#block.bytes.subarray(0, stepBytes), step * stepBytes);
        return !this.#show(0, visit, isLast);
      });
      count = this.#readBlock(read, visit, isLast);
    });
    return count;
  }

  /** Gives how many steps it read. */
  #readBlock(read: ReadAt, visit: StepVisitor, isLast: boolean): number {
    const { words, bytes } = this.#block;
    let count = Math.floor(read(bytes, this.#next * stepBytes) / stepBytes);
    // The file is longer than what was written to it; a step that is missing between others is about to be.
    while (count > 0 && !isWritten(words, count - 1)) count -= 1;
    const open: number[] = [];
    for (let step = 0; step < count; step += 1) {
      if (!this.#show(step, visit, isLast)) open.push(this.#next + step);
    }
    if (open.length > 0) this.#open = [...this.#open, ...open];
    this.#next += count;
    return count;
  }

  /** Gives whether it is done with: shown, or never to be. */
  #show(step: number, visit: StepVisitor, isLast: boolean): boolean {
    const { words } = this.#block;
    const at = step * stepWords;
    const duration = words[at + 1] ?? 0;
    if (!isWritten(words, step)) return isLast;
    if (duration === openStep && !isLast) return false;
    const { upperWord, lowerWord } = this.#origin;
    const start = ((words[at + 3] ?? 0) - upperWord) * 0x1_0000_0000 + ((words[at + 2] ?? 0) - lowerWord);
    visit(words[at] ?? 0, start, duration === openStep ? Number.NaN : start + duration);
    return true;
  }
}

/** A step without a start is not there yet. */
const isWritten = (words: Uint32Array, step: number): boolean =>
  (words[step * stepWords + 2] ?? 0) !== 0 || (words[step * stepWords + 3] ?? 0) !== 0;
