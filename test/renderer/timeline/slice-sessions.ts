import { sliceEndCode } from '../../../src/shared/session.ts';
import type { StreamBatch, Viewport } from '../../../src/shared/session.ts';
import type {
  SchedulingStripsQuery,
  SchedulingTracks,
  SlicesWithinQuery,
  ThreadTrack,
} from '../../../src/shared/session-queries.ts';
import { asNanoseconds } from '../../../src/shared/units.ts';
import type { SchedulingSource } from '../../../src/renderer/timeline/scheduling-data.ts';
import { begunNs, slicesOf } from '../../../src/renderer/timeline/slice-bars.ts';
import type { Slice } from '../../../src/renderer/timeline/slice-bars.ts';

export const sliceOf = (over: Partial<Slice> = {}): Slice => ({
  readyNs: Number.NaN,
  startNs: 0,
  endNs: 100,
  core: 0,
  thread: 0,
  ended: 'blocked',
  by: null,
  waker: null,
  ...over,
});

export const trackOf = (thread: number, over: Partial<ThreadTrack> = {}): ThreadTrack => ({
  thread,
  pid: 100,
  tid: 100 + thread,
  name: `thread ${thread}`,
  command: 'program',
  workload: true,
  worker: null,
  firstNs: 0,
  lastNs: 10_000,
  onCpuNs: 1000,
  slices: 10,
  ...over,
});

export const tracksOf = (
  threads: readonly ThreadTrack[],
  cores: readonly number[] = [0, 1],
): SchedulingTracks => ({
  scheduling: { mode: 'system', reason: 'every switch', lost: 0, wakes: true },
  cores,
  threads,
  worthSeeing: { fromNs: 2000, toNs: 4000 },
});

/** A session's slices as the engine answers for them, computed from a list; it remembers what it was asked. */
export class SliceSession implements SchedulingSource {
  readonly asked: string[] = [];
  readonly #slices: readonly Slice[];

  constructor(slices: readonly Slice[]) {
    this.#slices = slices;
  }

  schedulingStrips: SchedulingSource['schedulingStrips'] = async (query) => {
    const { cores, threads, fromNs, toNs } = query;
    this.asked.push(`strips ${fromNs}–${toNs} of cores ${cores.join()} threads ${threads.join()}`);
    return {
      cores: this.#strip(query, cores, (slice) => slice.core, 'running'),
      running: this.#strip(query, threads, (slice) => slice.thread, 'running'),
      delayed: this.#strip(query, threads, (slice) => slice.thread, 'waiting'),
    };
  };

  slicesWithin: SchedulingSource['slicesWithin'] = async (query) => {
    const { cores, threads, fromNs, toNs, limit } = query;
    this.asked.push(`slices ${fromNs}–${toNs} of cores ${cores.join()} threads ${threads.join()}`);
    const found = this.#slices.filter((slice) => touches(slice, query));
    return { total: found.length, slices: found.length > limit ? null : batchOf(found) };
  };

  #strip(
    { fromNs, toNs, width }: SchedulingStripsQuery,
    tracks: readonly number[],
    trackOfSlice: (slice: Slice) => number,
    state: 'running' | 'waiting',
  ): Viewport {
    const cells = tracks.length * width;
    const strip = {
      from: asNanoseconds(fromNs),
      to: asNanoseconds(toNs),
      width,
      tracks,
      busy: new Float32Array(cells),
      dominant: new Uint32Array(cells),
      dominantShare: new Float32Array(cells),
      count: new Uint32Array(cells),
    };
    const bucketNs = (toNs - fromNs) / width;
    for (const slice of this.#slices) {
      const row = tracks.indexOf(trackOfSlice(slice));
      if (row < 0) continue;
      const [begin, end] =
        state === 'running' ? [slice.startNs, slice.endNs] : [begunNs(slice), slice.startNs];
      for (let bucket = 0; bucket < width; bucket += 1) {
        const from = fromNs + bucket * bucketNs;
        const share = Math.max(0, Math.min(end, from + bucketNs) - Math.max(begin, from)) / bucketNs;
        const at = row * width + bucket;
        if (begin >= from && begin < from + bucketNs && end > begin)
          strip.count[at] = (strip.count[at] ?? 0) + 1;
        if (share <= 0) continue;
        strip.busy[at] = (strip.busy[at] ?? 0) + share;
        strip.dominant[at] = slice.thread + 1;
        strip.dominantShare[at] = share;
      }
    }
    return strip;
  }
}

const touches = (slice: Slice, { cores, threads, fromNs, toNs }: SlicesWithinQuery): boolean =>
  (cores.includes(slice.core) || threads.includes(slice.thread)) &&
  slice.startNs <= toNs &&
  slice.endNs >= fromNs;

/** Slices as the engine sends them. */
export function batchOf(slices: readonly Slice[]): StreamBatch<'slices'> {
  const numbers = (of: (slice: Slice) => number) => slices.map((slice) => of(slice));
  return {
    ready: Float64Array.from(numbers(({ readyNs }) => readyNs)),
    start: Float64Array.from(numbers(({ startNs }) => startNs)),
    end: Float64Array.from(numbers(({ endNs }) => endNs)),
    core: Uint16Array.from(numbers(({ core }) => core)),
    thread: Uint32Array.from(numbers(({ thread }) => thread)),
    ended: Uint8Array.from(numbers(({ ended }) => sliceEndCode(ended))),
    by: Uint32Array.from(numbers(({ by }) => (by === null ? 0 : by + 1))),
    waker: Uint32Array.from(numbers(({ waker }) => (waker === null ? 0 : waker + 1))),
  };
}

export const readBack = (slices: readonly Slice[]): readonly Slice[] => slicesOf(batchOf(slices));
