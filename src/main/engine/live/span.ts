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

type GrowingSpan = { -readonly [K in keyof Span]: Span[K] };

/**
 * Merges the spans of each lane in the order they come, as long as what is merged stays within the resolution; a longer
 * span is never merged. Infinity leaves one span per lane. It sees every task of a lab while that is measured, so a merged one
 * costs no object.
 */
export class SpanMerger {
  readonly #resolutionNs: number;
  readonly #lastOfLane = new Map<number, GrowingSpan>();
  #merged: GrowingSpan[] = [];

  constructor(resolutionNs: number) {
    this.#resolutionNs = resolutionNs;
  }

  get length(): number {
    return this.#merged.length;
  }

  add(trial: number, lane: number, startNs: number, endNs: number, tasks: number, failed: number): void {
    const key = trial * 0x10000 + lane;
    const last = this.#lastOfLane.get(key);
    if (last !== undefined) {
      const fromNs = Math.min(last.startNs, startNs);
      const toNs = Math.max(last.endNs, endNs);
      if (toNs - fromNs <= this.#resolutionNs) {
        last.startNs = fromNs;
        last.endNs = toNs;
        last.tasks += tasks;
        last.failed += failed;
        return;
      }
    }
    const span = { trial, lane, startNs, endNs, tasks, failed };
    this.#lastOfLane.set(key, span);
    this.#merged.push(span);
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
  for (const { trial, lane, startNs, endNs, tasks, failed } of spans) {
    merger.add(trial, lane, startNs, endNs, tasks, failed);
  }
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
