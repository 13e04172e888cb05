import type { EngineApi } from '../../shared/engine-api.ts';
import type { Viewport } from '../../shared/session.ts';
import { LevelledData, singleLimit } from './levelled-data.ts';
import type { SeenGroup, View } from './levelled-data.ts';
import { SliceBars, slicesOf } from './slice-bars.ts';
import { coresId } from './track-groups.ts';

export type SchedulingSource = Pick<EngineApi, 'schedulingStrips' | 'slicesWithin'>;

/** A row of pixels per core, or per thread. */
export interface SliceStrip {
  readonly of: 'cores' | 'threads';
  /** The time on a core; dominant: thread + 1 of cores, core + 1 of threads. */
  readonly running: Viewport;
  /** Ready and without a core; null for cores. */
  readonly delayed: Viewport | null;
}

/** What the timeline knows of a session's slices: of each group strips, or its slices one by one. */
export class SchedulingData {
  readonly #session: string;
  readonly #source: SchedulingSource;
  readonly #levels: LevelledData<SliceStrip, SliceBars>;

  /** @param pause between an answer and the next question of its kind */
  constructor(session: string, source: SchedulingSource, changed: () => void, pause: () => Promise<void>) {
    this.#session = session;
    this.#source = source;
    this.#levels = new LevelledData(
      {
        strips: (groups, width) => this.#stripsOf(groups, width),
        viewportOf: ({ running }) => running,
        singly: (group) => this.#slicesOf(group),
      },
      changed,
      pause,
    );
  }

  /** What the last answer failed with; null: it did not. */
  get failure(): unknown {
    return this.#levels.failure;
  }

  strips(id: number): readonly SliceStrip[] {
    return this.#levels.strips(id);
  }

  /** The slices of a group, if they are to be drawn one by one. */
  bars(id: number): SliceBars | null {
    return this.#levels.single(id);
  }

  look(view: View): void {
    this.#levels.look(view);
  }

  /** One question per range: all groups have the same one, but for trials that are aligned. */
  async #stripsOf(groups: readonly SeenGroup[], width: number): Promise<readonly SliceStrip[]> {
    const byRange = [...Map.groupBy(groups, ({ range }) => `${range.fromNs} ${range.toNs}`).values()];
    const answered = new Map<SeenGroup, SliceStrip>();
    await Promise.all(
      byRange.map(async (together) => {
        const range = together[0]?.range;
        if (range === undefined) return;
        const cores = together.filter(({ id }) => id === coresId);
        const threads = together.filter(({ id }) => id !== coresId);
        const strips = await this.#source.schedulingStrips({
          session: this.#session,
          width,
          ...range,
          cores: cores.flatMap(({ tracks }) => tracks),
          threads: threads.flatMap(({ tracks }) => tracks),
        });
        for (const group of cores) {
          answered.set(group, { of: 'cores', running: strips.cores, delayed: null });
        }
        let row = 0;
        for (const group of threads) {
          const rows = (of: Viewport) => rowsOf(of, row, group.tracks.length);
          answered.set(group, {
            of: 'threads',
            running: rows(strips.running),
            delayed: rows(strips.delayed),
          });
          row += group.tracks.length;
        }
      }),
    );
    return groups.flatMap((group) => answered.get(group) ?? []);
  }

  async #slicesOf({ id, tracks, range }: SeenGroup): Promise<SliceBars | null> {
    const isCores = id === coresId;
    const { slices } = await this.#source.slicesWithin({
      session: this.#session,
      ...range,
      cores: isCores ? tracks : [],
      threads: isCores ? [] : tracks,
      limit: singleLimit,
    });
    return slices === null ? null : new SliceBars(slicesOf(slices), range, isCores ? 'core' : 'thread');
  }
}

/** Some rows of a strip, which share its memory. */
function rowsOf(strip: Viewport, first: number, count: number): Viewport {
  if (first === 0 && count === strip.tracks.length) return strip;
  const [from, to] = [first * strip.width, (first + count) * strip.width];
  return {
    ...strip,
    tracks: strip.tracks.slice(first, first + count),
    busy: strip.busy.subarray(from, to),
    dominant: strip.dominant.subarray(from, to),
    dominantShare: strip.dominantShare.subarray(from, to),
    count: strip.count.subarray(from, to),
  };
}
