import type { LogRow } from '../../../shared/session.ts';

/** The last pieces of what a program printed: as many as there may be, and together no longer than allowed. */
export class OutputTail {
  readonly #mostRows: number;
  readonly #mostCharacters: number;
  #rows: LogRow[] = [];
  #characters = 0;

  constructor(mostRows: number, mostCharacters: number) {
    this.#mostRows = mostRows;
    this.#mostCharacters = mostCharacters;
  }

  add(rows: readonly LogRow[]): void {
    for (const row of rows) {
      // Of a piece that is too long alone, the end is what is wanted.
      const text = row.text.slice(-this.#mostCharacters);
      this.#rows.push({ ...row, text });
      this.#characters += text.length;
    }
    let dropped = 0;
    while (this.#rows.length - dropped > this.#mostRows || this.#characters > this.#mostCharacters) {
      this.#characters -= this.#rows[dropped]?.text.length ?? 0;
      dropped += 1;
    }
    if (dropped > 0) this.#rows = this.#rows.slice(dropped);
  }

  all(): readonly LogRow[] {
    return this.#rows;
  }

  /** Gives all, and is empty then. */
  take(): readonly LogRow[] {
    const rows = this.#rows;
    this.#rows = [];
    this.#characters = 0;
    return rows;
  }
}
