import type { ThreadTrack } from '../../shared/session-queries.ts';
import type { TimelineTheme } from './theme.ts';

/** How many hues threads are told apart by; names and places do the rest. */
export const threadHues = 8;

/** Who the threads of a session are, and the colour that each keeps wherever it is drawn. */
export class ThreadBook {
  readonly #tracks: ReadonlyMap<number, ThreadTrack>;
  readonly #hues: ReadonlyMap<number, number>;

  constructor(tracks: readonly ThreadTrack[]) {
    this.#tracks = new Map(tracks.map((track) => [track.thread, track]));
    this.#hues = huesOf(tracks);
  }

  track(thread: number): ThreadTrack | null {
    return this.#tracks.get(thread) ?? null;
  }

  /** `worker 0` of a worker, else the thread's own name. */
  name(thread: number): string {
    const track = this.#tracks.get(thread);
    if (track === undefined) return `thread ${thread}`;
    return track.worker?.name ?? (track.name === '' ? `tid ${track.tid}` : track.name);
  }

  /** `python3 · tid 4711` */
  fullName(thread: number): string {
    const track = this.#tracks.get(thread);
    return track === undefined ? this.name(thread) : `${this.name(thread)} · tid ${track.tid}`;
  }

  /** Null: the thread is not of the workload. */
  colour(thread: number, theme: TimelineTheme): string | null {
    const hue = this.#hues.get(thread);
    return hue === undefined ? null : (theme.threads[hue] ?? theme.accent);
  }
}

/** Workers count anew in each trial, so that the first worker looks the same in all; all other threads in order of first slice. */
function huesOf(tracks: readonly ThreadTrack[]): ReadonlyMap<number, number> {
  const next = new Map<number | null, number>();
  const hues = new Map<number, number>();
  for (const { thread, workload, worker } of tracks) {
    if (!workload) continue;
    const trial = worker?.trial ?? null;
    const nth = next.get(trial) ?? 0;
    next.set(trial, nth + 1);
    hues.set(thread, nth % threadHues);
  }
  return hues;
}
