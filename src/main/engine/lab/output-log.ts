import { outputWarning, type Printer } from '../../../shared/output-warning.ts';
import type { LogRow } from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';

const largestLogCharacters = 8 * 1024 * 1024;

/** The measured program's own output, kept up to a limit for the whole session; what is beyond is counted. */
export class OutputLog {
  readonly #keep: (row: LogRow) => void;
  readonly #originNs: bigint;
  readonly #printer: Printer;
  #kept = 0;
  #dropped = 0;

  constructor(originNs: bigint, keep: (row: LogRow) => void, printer: Printer = 'tasks') {
    this.#originNs = originNs;
    this.#keep = keep;
    this.#printer = printer;
  }

  /** Characters so far, those dropped included. */
  get characters(): number {
    return this.#kept + this.#dropped;
  }

  get dropped(): number {
    return this.#dropped;
  }

  write(trial: number, stream: LogRow['stream'], text: string): void {
    const free = largestLogCharacters - this.#kept;
    const kept = text.length <= free ? text : text.slice(0, free);
    this.#dropped += text.length - kept.length;
    this.#kept += kept.length;
    if (kept === '') return;
    const time = asNanoseconds(Number(process.hrtime.bigint() - this.#originNs));
    this.#keep({ trial, time, stream, text: kept });
  }

  /** A sentence about what was dropped; null when all was kept. */
  warning(): string | null {
    if (this.#dropped === 0) return null;
    return outputWarning(this.characters, this.#kept, this.#printer);
  }
}
