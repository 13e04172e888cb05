import type { Span, SpanRecord } from './span-record.ts';

/** A place of a trial's timeline. */
export interface SpanPlace {
  readonly lane: number;
  readonly timeNs: number;
  /** What is so near counts as hit: a span may be drawn wider than it is. */
  readonly nearNs: number;
}

/** The span at a place; of several the one nearest to it. Null: none is near. */
export function spanAt(spans: SpanRecord, { lane, timeNs, nearNs }: SpanPlace): Span | null {
  let found: Span | null = null;
  let foundNs = nearNs;
  spans.forEach(0, (span) => {
    if (span.lane !== lane) return;
    const awayNs = Math.max(span.startNs - timeNs, timeNs - span.endNs, 0);
    if (awayNs > foundNs) return;
    found = span;
    foundNs = awayNs;
  });
  return found;
}
