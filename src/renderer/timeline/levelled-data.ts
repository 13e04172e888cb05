import type { Viewport } from '../../shared/session.ts';
import {
  barsRange,
  drawnSingly,
  isSharp,
  mostBars,
  startedInStrip,
  stripMargin,
  withMargin,
  withinExtent,
} from './level-of-detail.ts';
import { NewestWins } from './newest-wins.ts';
import { contains, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** A group of rows that is on the screen. Times are the session's clock. */
export interface SeenGroup {
  readonly id: number;
  /** Lanes, cores or threads' rows: those in sight. */
  readonly tracks: readonly number[];
  /** All that these tracks hold (tasks, slices); null: not known. */
  readonly things: number | null;
  /** All of its tracks in one row: nothing is drawn one by one. */
  readonly summary: boolean;
  readonly extent: TimeRange;
  readonly range: TimeRange;
}

export interface View {
  readonly widthPx: number;
  readonly groups: readonly SeenGroup[];
}

/** Where strips and single things come from. In questions, `range` is what is asked for, margins included. */
export interface LevelledSource<S, D extends object> {
  /** In the order of the groups. */
  readonly strips: (groups: readonly SeenGroup[], widthPx: number) => Promise<readonly S[]>;
  /** What a strip counts, and of which tracks and time it tells. */
  readonly viewportOf: (strip: S) => Viewport;
  /** Null: they are more than `mostBars`. */
  readonly singly: (group: SeenGroup) => Promise<D | null>;
}

interface Known<D> {
  readonly asked: SeenGroup;
  readonly things: D;
}

/** Per group: the whole of it and what was seen last, so that something is there whichever way one moves. */
const keptStrips = 4;

/**
 * What is known of groups of tracks at the level of detail that the screen can show. `look` says what is on the screen; what that
 * lacks is asked for, and until it comes the answers to earlier views stand in. `changed` is called when there is something new to
 * paint. `S` is a strip: a row of pixels per track; `D` holds what is drawn one by one.
 */
export class LevelledData<S extends object, D extends object> {
  readonly #source: LevelledSource<S, D>;
  readonly #changed: () => void;
  readonly #strips = new Map<number, S[]>();
  readonly #single = new Map<number, Known<D>>();
  readonly #refused = new Map<number, SeenGroup>();
  readonly #stripAsker: NewestWins<View, readonly S[]>;
  readonly #singleAsker: NewestWins<readonly SeenGroup[], readonly (D | null)[]>;
  #view: View = { widthPx: 1, groups: [] };
  #singly: ReadonlySet<number> = new Set();
  #failure: unknown = null;

  /** @param pause between an answer and the next question of its kind */
  constructor(source: LevelledSource<S, D>, changed: () => void, pause: () => Promise<void>) {
    this.#source = source;
    this.#changed = changed;
    const failed = (thrown: unknown) => this.#fail(thrown);
    this.#stripAsker = new NewestWins(
      (view) => this.#askStrips(view),
      (view, strips) => this.#takeStrips(view, strips),
      failed,
      pause,
    );
    this.#singleAsker = new NewestWins<readonly SeenGroup[], readonly (D | null)[]>(
      (groups) => Promise.all(groups.map(source.singly)),
      (groups, answers) => this.#takeSingle(groups, answers),
      failed,
      pause,
    );
  }

  /** What the last answer failed with; null: it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Strips of a group, the best last: each is to be painted over those before it. */
  strips(id: number): readonly S[] {
    return this.#strips.get(id) ?? [];
  }

  /** What a group holds, if it is to be drawn one by one. */
  single(id: number): D | null {
    return this.#singly.has(id) ? (this.#single.get(id)?.things ?? null) : null;
  }

  look(view: View): void {
    this.#view = view;
    if (view.groups.every((seen) => this.#isSharp(seen, view.widthPx))) this.#stripAsker.forget();
    else this.#stripAsker.ask(view);
    this.#chooseDetail();
  }

  #isSharp({ id, tracks, extent, range }: SeenGroup, widthPx: number): boolean {
    return this.strips(id).some((strip) => {
      const viewport = this.#source.viewportOf(strip);
      const covered = rangeOf(viewport);
      return (
        hasTracks(viewport, tracks) &&
        isSharp(covered, spanOf(covered) / viewport.width, range, extent, widthPx)
      );
    });
  }

  #askStrips({ groups, widthPx }: View): Promise<readonly S[]> {
    const wider = groups.map((group) => ({ ...group, range: withMargin(group.range, stripMargin) }));
    return this.#source.strips(wider, Math.ceil(widthPx * (1 + 2 * stripMargin)));
  }

  #takeStrips({ groups }: View, answers: readonly S[]): void {
    this.#failure = null;
    const rangeOfStrip = (strip: S) => rangeOf(this.#source.viewportOf(strip));
    for (const [at, { id, extent }] of groups.entries()) {
      const strip = answers[at];
      if (strip === undefined) continue;
      const newer = this.#source.viewportOf(strip);
      const before = this.strips(id).filter((one) => !outdated(this.#source.viewportOf(one), newer));
      // The whole group stays, whatever comes and goes.
      const [whole, ...others] = before;
      const kept =
        whole !== undefined && contains(rangeOfStrip(whole), extent)
          ? [whole, ...others.slice(-(keptStrips - 2))]
          : before.slice(-(keptStrips - 1));
      this.#strips.set(id, contains(rangeOf(newer), extent) ? [strip] : [...kept, strip]);
    }
    this.#chooseDetail();
    this.#changed();
  }

  #chooseDetail(): void {
    const { groups, widthPx } = this.#view;
    const demands = groups
      .filter(({ summary }) => !summary)
      .map((seen) => ({ seen, id: seen.id, rows: seen.tracks.length, things: this.#thingsSeen(seen) }));
    this.#singly = drawnSingly(demands, widthPx);
    const requests = demands
      .filter(({ id }) => this.#singly.has(id))
      .flatMap(({ seen, things }) => this.#request(seen, things ?? 0));
    if (requests.length > 0) this.#singleAsker.ask(requests);
    else this.#singleAsker.forget();
  }

  /** An upper bound that gets closer as strips come in. */
  #thingsSeen({ id, tracks, things, extent, range }: SeenGroup): number | null {
    const needed = withinExtent(range, extent);
    if (needed === null) return 0;
    const counts = this.strips(id)
      .map((strip) => this.#source.viewportOf(strip))
      .filter((viewport) => contains(rangeOf(viewport), needed) && hasTracks(viewport, tracks))
      .map((viewport) => startedInStrip(viewport, needed));
    if (things !== null) counts.push(things);
    return counts.length === 0 ? null : Math.min(...counts);
  }

  /** What to ask so that the group can be drawn one by one; nothing when it can be, or is known to hold too much. */
  #request(seen: SeenGroup, things: number): readonly SeenGroup[] {
    const needed = withinExtent(seen.range, seen.extent);
    const known = this.#single.get(seen.id)?.asked;
    if (needed === null) return [];
    if (known !== undefined && contains(known.range, needed) && includesAll(known.tracks, seen.tracks)) {
      return [];
    }
    const wanted = barsRange(needed, seen.extent, things, seen.things);
    const refused = this.#refused.get(seen.id);
    const tooMany = (asked: TimeRange) =>
      refused !== undefined && contains(asked, refused.range) && includesAll(seen.tracks, refused.tracks);
    if (tooMany(needed)) return [];
    return [{ ...seen, range: tooMany(wanted) ? needed : wanted }];
  }

  #takeSingle(groups: readonly SeenGroup[], answers: readonly (D | null)[]): void {
    this.#failure = null;
    for (const [at, asked] of groups.entries()) {
      const things = answers[at] ?? null;
      if (things === null) this.#refused.set(asked.id, asked);
      else this.#single.set(asked.id, { asked, things });
    }
    this.#chooseDetail();
    this.#changed();
  }

  #fail(thrown: unknown): void {
    this.#failure = thrown;
    this.#changed();
  }
}

/** The most that one question for single things may bring. */
export const singleLimit = mostBars;

export const rangeOf = ({ from, to }: Viewport): TimeRange => ({ fromNs: from, toNs: to });

/** Whether `newer` shows all that `older` does, at least as finely. */
const outdated = (older: Viewport, newer: Viewport): boolean =>
  contains(rangeOf(newer), rangeOf(older)) &&
  spanOf(rangeOf(newer)) / newer.width <= spanOf(rangeOf(older)) / older.width &&
  hasTracks(newer, older.tracks);

const hasTracks = (viewport: Viewport, tracks: readonly number[]): boolean =>
  includesAll(viewport.tracks, tracks);

/** Every frame asks it of the same few lists, of which most are equal. */
function includesAll(of: readonly number[], wanted: readonly number[]): boolean {
  if (wanted.length > of.length) return false;
  if (wanted.every((track, at) => of[at] === track)) return true;
  const held = new Set(of);
  return wanted.every((track) => held.has(track));
}
