/**
 * Asks one question at a time. What is asked meanwhile replaces what waited: while somebody zooms, the engine answers
 * as often as it can and never works through a queue of views that nobody looks at any more. After each answer it pauses, so that
 * taking answers in leaves time for drawing them.
 */
export class NewestWins<Q, A> {
  readonly #ask: (question: Q) => Promise<A>;
  readonly #answered: (question: Q, answer: A) => void;
  readonly #failed: (thrown: unknown) => void;
  readonly #pause: () => Promise<void>;
  #waiting: { readonly question: Q } | null = null;
  #asking = false;

  constructor(
    ask: (question: Q) => Promise<A>,
    answered: (question: Q, answer: A) => void,
    failed: (thrown: unknown) => void,
    pause: () => Promise<void>,
  ) {
    this.#pause = pause;
    this.#ask = ask;
    this.#answered = answered;
    this.#failed = failed;
  }

  ask(question: Q): void {
    this.#waiting = { question };
    if (!this.#asking) void this.#askWaiting();
  }

  /** Drops what waits; what is under way is still answered. */
  forget(): void {
    this.#waiting = null;
  }

  async #askWaiting(): Promise<void> {
    this.#asking = true;
    while (this.#waiting !== null) {
      const { question } = this.#waiting;
      this.#waiting = null;
      try {
        this.#answered(question, await this.#ask(question));
      } catch (thrown) {
        this.#failed(thrown);
      }
      await this.#pause();
    }
    this.#asking = false;
  }
}
