import type { EngineApi } from '../../shared/engine-api.ts';
import type { StreamBatch } from '../../shared/session.ts';
import type { SpansWithin } from '../../shared/session-queries.ts';
import { spanKinds } from '../../shared/trace-format.ts';
import type { SpanKind } from '../../shared/trace-format.ts';
import { RangeData } from './range-data.ts';
import type { TimeRange } from './viewport.ts';

export type SpanSource = Pick<EngineApi, 'spansWithin'>;

/** A mark, a measure, a pause for garbage collection and the like, on a thread. */
export interface SpanMark {
  readonly kind: SpanKind;
  readonly name: string;
  /** The number of its thread's row. */
  readonly thread: number;
  readonly startNs: number;
  /** Of a mark, its start. Where nobody saw the end, infinity. */
  readonly endNs: number;
}

/** Kinds that are asked for together: many of one do not hide the few of another. */
const together: readonly (readonly SpanKind[])[] = [['gc'], ['mark', 'measure'], ['held-loop', 'uncaught']];

const mostSpans = 2000;

/** Spans in a range, by thread. */
export type SpanMarks = ReadonlyMap<number, readonly SpanMark[]>;

const none: readonly SpanMark[] = [];

/** What the timeline knows of what programs marked, and of what their runtimes did. */
export class SpanData {
  readonly #kinds: readonly RangeData<SpanMarks>[];

  /** @param pause between an answer and the next question of its kinds */
  constructor(session: string, source: SpanSource, changed: () => void, pause: () => Promise<void>) {
    this.#kinds = together.map(
      (kinds) =>
        new RangeData(
          async (range) => {
            const answer = await source.spansWithin({ session, ...range, kinds, limit: mostSpans });
            return answer.spans === null ? null : marksOf(answer, answer.spans);
          },
          changed,
          pause,
        ),
    );
  }

  get failure(): unknown {
    return this.#kinds.map(({ failure }) => failure).find((failure) => failure !== null) ?? null;
  }

  /** Those of a thread in the range in sight; kinds of which there are too many are left away. */
  of(thread: number, range: TimeRange): readonly SpanMark[] {
    const found = this.#kinds.flatMap((kinds) => kinds.of(range)?.get(thread) ?? none);
    return found.length === 0 ? none : found;
  }

  look(range: TimeRange): void {
    for (const kinds of this.#kinds) kinds.look(range);
  }
}

/** Those of threads that the collector saw. */
function marksOf({ threads, names }: SpansWithin, spans: StreamBatch<'spans'>): SpanMarks {
  const texts = new Map(names.map(({ number, text }) => [number, text]));
  const marks = Array.from(spans.start, (startNs, at): SpanMark => {
    const endNs = spans.end[at] ?? Number.NaN;
    return {
      kind: spanKinds[spans.kind[at] ?? 0] ?? 'mark',
      name: texts.get(spans.name[at] ?? 0) ?? '',
      thread: (threads[at] ?? 0) - 1,
      startNs,
      endNs: Number.isNaN(endNs) ? Infinity : endNs,
    };
  });
  return Map.groupBy(
    marks.filter(({ thread }) => thread >= 0),
    ({ thread }) => thread,
  );
}
