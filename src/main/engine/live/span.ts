import type { LiveSpans } from '../../../shared/jobs.ts';

/** One task of a lane, or several that are too close to be told apart on a screen. */
export interface Span {
  readonly trial: number;
  readonly lane: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly tasks: number;
  readonly failed: number;
}

/**
 * Merges the spans of each lane in the order they come, as long as what is merged stays within the resolution; a longer
 * span is never merged. Infinity leaves one span per lane.
 */
export class SpanMerger {
  readonly #resolutionNs: number;
  /** Where the last span of each lane lies among the merged ones. */
  readonly #lastOfLane = new Map<number, number>();
  #merged: Span[] = [];

  constructor(resolutionNs: number) {
    this.#resolutionNs = resolutionNs;
  }

  get length(): number {
    return this.#merged.length;
  }

  add(span: Span): void {
    const lane = span.trial * 0x10000 + span.lane;
    const at = this.#lastOfLane.get(lane);
    const last = at === undefined ? undefined : this.#merged[at];
    const startNs = Math.min(last?.startNs ?? span.startNs, span.startNs);
    const endNs = Math.max(last?.endNs ?? span.endNs, span.endNs);
    if (at !== undefined && last !== undefined && endNs - startNs <= this.#resolutionNs) {
      const tasks = last.tasks + span.tasks;
      const failed = last.failed + span.failed;
      this.#merged[at] = { trial: span.trial, lane: span.lane, startNs, endNs, tasks, failed };
    } else {
      this.#lastOfLane.set(lane, this.#merged.push(span) - 1);
    }
  }

  /** The merged spans; what comes afterwards is not merged with them. */
  take(): readonly Span[] {
    const merged = this.#merged;
    this.#merged = [];
    this.#lastOfLane.clear();
    return merged;
  }
}

export function mergeSpans(spans: readonly Span[], resolutionNs: number): readonly Span[] {
  const merger = new SpanMerger(resolutionNs);
  for (const span of spans) merger.add(span);
  return merger.take();
}

const longestUsefulResolutionNs = 1e12;

/** The spans at the finest resolution from `resolutionNs` up at which there are at most `limit`, and that resolution. Where every lane has only one span left there may be more. */
export function mergeToLimit(
  spans: readonly Span[],
  limit: number,
  resolutionNs: number,
): { readonly spans: readonly Span[]; readonly resolutionNs: number } {
  if (spans.length <= limit) return { spans, resolutionNs };
  const merged = mergeSpans(spans, resolutionNs);
  if (merged.length <= limit || resolutionNs === Infinity) return { spans: merged, resolutionNs };
  const coarser = resolutionNs * 2;
  return mergeToLimit(merged, limit, coarser > longestUsefulResolutionNs ? Infinity : coarser);
}

/** As windows get them. */
export const spanColumns = (spans: readonly Span[]): LiveSpans => ({
  trial: Uint16Array.from(spans, ({ trial }) => trial),
  lane: Uint16Array.from(spans, ({ lane }) => lane),
  startNs: Float64Array.from(spans, ({ startNs }) => startNs),
  endNs: Float64Array.from(spans, ({ endNs }) => endNs),
  tasks: Uint32Array.from(spans, ({ tasks }) => tasks),
  failed: Uint32Array.from(spans, ({ failed }) => failed),
});
