/** Who wants to hear of something. */
export class Subscribers<A extends readonly unknown[]> {
  readonly #all = new Set<(...about: A) => void>();

  /** Gives the function that ends it. */
  add(subscriber: (...about: A) => void): () => void {
    // A wrapper, so that one function may subscribe twice.
    const own = (...about: A) => subscriber(...about);
    this.#all.add(own);
    return () => this.#all.delete(own);
  }

  tell(...about: A): void {
    for (const subscriber of this.#all) subscriber(...about);
  }
}
