const keptCharacters = 16 * 1024;

/**
 * The line of a dying Node that says why: `TypeError: …` of an uncaught exception, `FATAL ERROR: …` of V8. Only the end of
 * stderr is kept, as a task may have written any amount before.
 */
export class LastWords {
  #tail = '';

  hear(stderr: string): void {
    this.#tail = (this.#tail + stderr).slice(-keptCharacters);
  }

  /** Null when nothing on stderr looks like a reason. */
  reason(): string | null {
    const lines = this.#tail.match(/^(?:FATAL ERROR|(?:Uncaught )?[A-Z]\w*(?:Error|Exception))\b.*$/gm);
    return lines?.at(-1) ?? null;
  }
}
