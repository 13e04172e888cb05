import type { LogRow } from '../../../shared/session.ts';

/** A line, or the part of it that has come so far. */
export interface OutputLine {
  /** Counted from the first line that came. */
  readonly number: number;
  readonly stream: LogRow['stream'];
  readonly timeNs: number;
  readonly text: string;
}

/** As much as one reads back in a running program; the session keeps the rest. */
const mostLines = 500;

/**
 * The last lines of what a program prints. It comes in pieces, which are cut anywhere: those of one stream are joined to lines,
 * and a piece of the other stream begins a line of its own.
 */
export class OutputTail {
  #lines: OutputLine[] = [];
  #count = 0;
  /** The last line may go on with the next piece. */
  #isOpen = false;

  get lines(): readonly OutputLine[] {
    return this.#lines;
  }

  /** Lines that came before those that are kept. */
  get earlier(): number {
    return this.#count - this.#lines.length;
  }

  add(rows: readonly LogRow[]): void {
    if (rows.length === 0) return;
    const lines = [...this.#lines];
    for (const row of rows) this.#append(lines, row);
    this.#lines = lines.slice(-mostLines);
  }

  #append(lines: OutputLine[], { stream, time, text }: LogRow): void {
    for (const part of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      const ends = part.endsWith('\n');
      const words = ends ? part.slice(0, -1) : part;
      const last = lines.at(-1);
      if (this.#isOpen && last !== undefined && last.stream === stream) {
        lines[lines.length - 1] = { ...last, text: last.text + words };
      } else {
        lines.push({ number: this.#count++, stream, timeNs: time, text: words });
      }
      this.#isOpen = !ends;
    }
  }
}
