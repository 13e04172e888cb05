import type { WaitState } from '../../../../../shared/session.ts';

/** However long a thread is seen at the same, a row says so that often: whoever reads a part of a session looks no further for one. */
const longestSilenceNs = 1e9;

/**
 * What one thread was seen at. As long as it is the same, only its first and its last moment are written, for most threads rest most of
 * the time; a row says what held since the row before it.
 */
export class WaitLine {
  readonly #write: (timeNs: number, state: WaitState) => void;
  #state: WaitState | null = null;
  #seenNs = -Infinity;
  #writtenNs = -Infinity;

  constructor(write: (timeNs: number, state: WaitState) => void) {
    this.#write = write;
  }

  saw(state: WaitState, nowNs: number): void {
    if (state !== this.#state) this.close();
    const isDue = state !== this.#state || nowNs - this.#writtenNs >= longestSilenceNs;
    this.#state = state;
    this.#seenNs = nowNs;
    if (isDue) this.#put(state);
  }

  /** Writes the last moment of what has not changed since. */
  close(): void {
    if (this.#state !== null && this.#seenNs > this.#writtenNs) this.#put(this.#state);
  }

  #put(state: WaitState): void {
    this.#write(this.#seenNs, state);
    this.#writtenNs = this.#seenNs;
  }
}
