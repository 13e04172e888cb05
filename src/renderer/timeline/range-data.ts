import { withMargin } from './level-of-detail.ts';
import { NewestWins } from './newest-wins.ts';
import { contains } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/**
 * What lies in the range in sight, on whichever rows: asked for with a view's width beyond both edges, and again only when the view leaves
 * that. Where there is too much of it, nothing is known until the view is narrower.
 */
export class RangeData<D extends object> {
  readonly #asker: NewestWins<TimeRange, D | null>;
  #known: { readonly range: TimeRange; readonly data: D } | null = null;
  #refused: TimeRange | null = null;
  #failure: unknown = null;

  /**
   * @param ask null: it is more than can be drawn
   * @param pause between an answer and the next question
   */
  constructor(ask: (range: TimeRange) => Promise<D | null>, changed: () => void, pause: () => Promise<void>) {
    this.#asker = new NewestWins<TimeRange, D | null>(
      ask,
      (range, data) => {
        this.#failure = null;
        if (data === null) this.#refused = range;
        else this.#known = { range, data };
        changed();
      },
      (thrown) => {
        this.#failure = thrown;
        changed();
      },
      pause,
    );
  }

  /** What the last answer failed with; null: it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** What is known of a range; null: it is more than can be drawn, or not all of it is known yet. */
  of(range: TimeRange): D | null {
    return this.#known !== null && contains(this.#known.range, range) ? this.#known.data : null;
  }

  look(range: TimeRange): void {
    const tooMuch = (asked: TimeRange) => this.#refused !== null && contains(asked, this.#refused);
    const wider = withMargin(range, 1);
    if (this.of(range) !== null || tooMuch(range)) this.#asker.forget();
    else this.#asker.ask(tooMuch(wider) ? range : wider);
  }
}
