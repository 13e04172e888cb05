import { eventCodes } from '../../scheduling-events.ts';
import os from 'node:os';
import type { Bytes } from '../../../../../shared/units.ts';
import { inheritedSwitchEvent } from './attributes.ts';
import { type Descriptors, openEach } from './descriptors.ts';
import type { EventColumns } from './event-columns.ts';
import type { EventSource } from './event-source.ts';

const { ESRCH } = os.constants.errno;

/** A thread that was followed, with all that it and they have started: they share its events, so these stay open for the last. */
interface Family {
  readonly events: Descriptors;
  alive: number;
  /** Members may be unknown: what they started before the recording did, or while records were lost. Stays open. */
  open: boolean;
}

interface Member {
  readonly family: Family;
  /** Nanoseconds of the session: what is told of an earlier time is about another thread of that number. */
  readonly since: number;
}

export interface Following {
  readonly cores: readonly number[];
  /** Own the rings, in the order of the cores. */
  readonly owners: Descriptors;
  readonly wakeAt: Bytes;
  /** Nanoseconds of the session. */
  readonly now: () => number;
  /** Reads what the rings hold. Gives all events that were read and have not passed `admits`, by ring. */
  readonly pending: () => readonly EventColumns[];
}

/**
 * Events of single threads, one for each of them on each core, which those that they start inherit. All of a core write into the
 * ring of one owner, which is never enabled and belongs to the recording's own thread.
 */
export class FollowedThreads implements EventSource {
  readonly #following: Following;
  readonly #attr: Uint8Array;
  readonly #families = new Set<Family>();
  readonly #members = new Map<number, Member>();
  /** What events lost that are closed by now, by core. */
  readonly #lostByClosed: number[];
  #started = false;

  constructor(following: Following) {
    this.#following = following;
    this.#lostByClosed = following.cores.map(() => 0);
    this.#attr = inheritedSwitchEvent(following.wakeAt);
  }

  follow(tids: readonly number[]): readonly { readonly tid: number; readonly error: number }[] {
    const since = this.#following.now();
    const news = latestNews(this.#following.pending());
    const refused: { tid: number; error: number }[] = [];
    for (const tid of new Set(tids)) {
      const told = news.get(tid);
      if (told === 'forked' || (told === undefined && this.#members.has(tid))) continue;
      this.#leave(tid);
      const error = this.#open(tid, since);
      if (error !== null && error !== ESRCH) refused.push({ tid, error });
    }
    return refused;
  }

  start(): void {
    this.#started = true;
    for (const family of this.#families) family.events.enable();
  }

  stop(): void {
    this.#started = false;
    for (const family of this.#families) family.events.disable();
  }

  lost(): readonly number[] {
    const total = [...this.#lostByClosed];
    for (const { events } of this.#families) addTo(total, events.lost());
    return total;
  }

  close(): void {
    for (const family of this.#families) family.events.close();
    this.#families.clear();
    this.#members.clear();
    this.#following.owners.close();
  }

  admits(from: EventColumns, row: number): boolean {
    const kind = from.kind[row] ?? 0;
    if (kind <= eventCodes.preempted) return true;
    const tid = from.tid[row] ?? 0;
    const time = from.time[row] ?? 0;
    if (kind === eventCodes.forked) this.#join(tid, from.other[row] ?? 0, time);
    else if (kind === eventCodes.exited && (this.#members.get(tid)?.since ?? time) <= time) this.#leave(tid);
    else if (kind === eventCodes.lost) for (const family of this.#families) family.open = true;
    return true;
  }

  /** Nothing is recorded until all events of the thread are open: what it starts meanwhile would inherit only some. */
  #open(tid: number, since: number): number | null {
    const { cores, owners } = this.#following;
    const events = openEach(cores, this.#attr, tid, owners.all);
    if (typeof events === 'number') return events;
    const family: Family = { events, alive: 1, open: !this.#started };
    this.#families.add(family);
    this.#members.set(tid, { family, since });
    if (this.#started) events.enable();
    return null;
  }

  #join(tid: number, parent: number, since: number): void {
    const family = this.#members.get(parent)?.family;
    const present = this.#members.get(tid);
    if (family === undefined || (present !== undefined && present.since >= since)) return;
    this.#leave(tid);
    family.alive++;
    this.#members.set(tid, { family, since });
  }

  #leave(tid: number): void {
    const member = this.#members.get(tid);
    if (member === undefined) return;
    this.#members.delete(tid);
    const { family } = member;
    family.alive--;
    if (family.alive > 0 || family.open) return;
    this.#families.delete(family);
    addTo(this.#lostByClosed, family.events.lost());
    family.events.close();
  }
}

function addTo(sums: number[], values: readonly number[]): void {
  for (const [index, value] of values.entries()) sums[index] = (sums[index] ?? 0) + value;
}

/** The last that is told of each thread: that it was started, or that it ended. */
function latestNews(pending: readonly EventColumns[]): ReadonlyMap<number, 'forked' | 'exited'> {
  const latest = new Map<number, { time: number; news: 'forked' | 'exited' }>();
  for (const queue of pending) {
    for (let row = 0; row < queue.length; row++) {
      const kind = queue.kind[row];
      if (kind !== eventCodes.forked && kind !== eventCodes.exited) continue;
      const tid = queue.tid[row] ?? 0;
      const time = queue.time[row] ?? 0;
      const news = kind === eventCodes.forked ? 'forked' : 'exited';
      if (time >= (latest.get(tid)?.time ?? time)) latest.set(tid, { time, news });
    }
  }
  return new Map([...latest].map(([tid, { news }]) => [tid, news]));
}
