const keptCharacters = 16 * 1024;

/** The end of what a process wrote on stderr, which may have been any amount. */
export class LastWords {
  #tail = '';

  hear(stderr: string): void {
    this.#tail = (this.#tail + stderr).slice(-keptCharacters);
  }

  get line(): string {
    return this.#tail.trimEnd().split('\n').at(-1) ?? '';
  }

  /**
   * The line of a dying Node that says why: `TypeError: …` of an uncaught exception, `FATAL ERROR: …` of V8. Null when nothing looks
   * like a reason.
   */
  reason(): string | null {
    const lines = this.#tail.match(/^(?:FATAL ERROR|(?:Uncaught )?[A-Z]\w*(?:Error|Exception))\b.*$/gm);
    return lines?.at(-1) ?? null;
  }
}
