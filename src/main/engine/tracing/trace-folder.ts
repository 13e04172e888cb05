import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { traceEndings } from '../../../shared/trace-format.ts';
import { SlotBlock, SlotFile } from './slot-file.ts';
import { StepBlock, StepFile } from './step-file.ts';
import { StringFile, TextPieces } from './string-file.ts';
import type { ClockOrigin } from './slots.ts';

/** The three files of one process or thread. */
export interface TraceFiles {
  /** What their names have in common. */
  readonly name: string;
  readonly slots: SlotFile;
  readonly steps: StepFile;
  readonly strings: StringFile;
}

/** The folder of a run, in which files appear while programs start. */
export class TraceFolder {
  readonly #folder: string;
  readonly #origin: ClockOrigin;
  readonly #slotBlock = new SlotBlock();
  readonly #stepBlock = new StepBlock();
  readonly #textPieces = new TextPieces();
  readonly #known = new Map<string, TraceFiles>();

  /** Times are relative to `origin`. */
  constructor(folder: string, origin: ClockOrigin) {
    this.#folder = folder;
    this.#origin = origin;
  }

  /** All files so far, in the order in which they were found. */
  files(): readonly TraceFiles[] {
    for (const name of namesIn(this.#folder)) {
      if (!this.#known.has(name)) this.#known.set(name, this.#filesOf(name));
    }
    return [...this.#known.values()];
  }

  #filesOf(name: string): TraceFiles {
    const path = join(this.#folder, name);
    return {
      name,
      slots: new SlotFile(path + traceEndings.slots, this.#origin, this.#slotBlock),
      steps: new StepFile(path + traceEndings.steps, this.#origin, this.#stepBlock),
      strings: new StringFile(path + traceEndings.strings, this.#textPieces),
    };
  }
}

const pattern = /^[a-z]+-\d+-\d+$/;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(traceEndings.slots))
      .map((file) => file.slice(0, -traceEndings.slots.length))
      .filter((name) => pattern.test(name))
      .sort();
  } catch {
    // Removed, by the program or by the user: nothing new can come.
    return [];
  }
}
