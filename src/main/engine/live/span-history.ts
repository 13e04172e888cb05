import { mergeToLimit, type Span } from './span.ts';

/**
 * All spans of a lab so far, in bounded memory: when there are too many, the older three quarters are merged more coarsely.
 * Where even one span per lane and trial is too many, the oldest are forgotten.
 */
export class SpanHistory {
  readonly #limit: number;
  #resolutionNs: number;
  #spans: Span[] = [];

  constructor(limit: number, resolutionNs: number) {
    this.#limit = limit;
    this.#resolutionNs = resolutionNs;
  }

  add(spans: readonly Span[]): void {
    for (const span of spans) this.#spans.push(span);
    if (this.#spans.length > this.#limit) this.#coarsen();
  }

  all(): readonly Span[] {
    return this.#spans;
  }

  #coarsen(): void {
    const newest = Math.floor(this.#limit / 4);
    const older = this.#spans.slice(0, -newest);
    const room = Math.floor(this.#limit / 2);
    const merged = mergeToLimit(older, room, this.#resolutionNs * 2);
    // With every lane merged into one there is nothing coarser; later trials begin at a fine resolution again.
    if (merged.resolutionNs !== Infinity) this.#resolutionNs = merged.resolutionNs;
    this.#spans = [...merged.spans.slice(-room), ...this.#spans.slice(-newest)];
  }
}
