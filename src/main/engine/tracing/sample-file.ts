import { existsSync } from 'node:fs';
import { sampleBytes } from '../../../shared/trace-format.ts';
import { withFile } from './growing-file.ts';
import type { ClockOrigin } from './slots.ts';

const blockSamples = 4096;
const sampleWords = sampleBytes / 4;
const upper = 0x1_0000_0000;

/** Told of a sample, in the order in which they were taken. `stack`: the number of its string. */
export type SampleVisitor = (tid: number, stack: number, timeNs: number, weightNs: number) => void;

/** The `.samples` file of one process of Python while it grows. */
export class SampleFile {
  readonly #path: string;
  readonly #origin: ClockOrigin;
  #next = 0;

  constructor(path: string, origin: ClockOrigin) {
    this.#path = path;
    this.#origin = origin;
  }

  /** Shows what was written since the last look, block by block. */
  *look(visit: SampleVisitor): Iterable<void> {
    if (!existsSync(this.#path)) return;
    const bytes = new Uint8Array(blockSamples * sampleBytes);
    const words = new Uint32Array(bytes.buffer);
    for (let count = blockSamples; count === blockSamples;) {
      count = 0;
      withFile(this.#path, (read) => {
        const there = Math.floor(read(bytes, this.#next * sampleBytes) / sampleBytes);
        while (count < there && this.#show(words, count * sampleWords, visit)) count += 1;
      });
      this.#next += count;
      yield;
    }
  }

  /** Gives false where nothing was written yet: the file is longer than what is in it. */
  #show(words: Uint32Array, at: number, visit: SampleVisitor): boolean {
    const low = words[at + 2] ?? 0;
    const high = words[at + 3] ?? 0;
    if (low === 0 && high === 0) return false;
    const { upperWord, lowerWord } = this.#origin;
    const time = (high - upperWord) * upper + (low - lowerWord);
    visit(words[at] ?? 0, words[at + 1] ?? 0, time, (words[at + 4] ?? 0) + (words[at + 5] ?? 0) * upper);
    return true;
  }
}
