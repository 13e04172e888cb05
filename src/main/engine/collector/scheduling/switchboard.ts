import { sliceEndCode } from '../../../../shared/session.ts';
import { type SchedulingEvents, eventCodes, unknownTid } from '../scheduling-events.ts';
import type { Register } from './register.ts';
import type { ScheduledThread } from './scheduled-thread.ts';
import { SliceRows } from './slice-rows.ts';

const ends = {
  blocked: sliceEndCode('blocked'),
  preempted: sliceEndCode('preempted'),
  exited: sliceEndCode('exited'),
  unknown: sliceEndCode('unknown'),
};

/**
 * Where only the workload is recorded, a switch is two records a moment apart, the one of the thread that leaves and the one of
 * the thread that comes. When more time lies between, somebody else had the core. Of the switches of a loaded virtual machine, half
 * took up to 1 µs and 99 of 100 up to 3.2 µs; two with a stay between them take longer.
 */
const oneSwitchNs = 4000;

/** One core: who is on it, and what is not settled yet about who was. */
class Post {
  readonly core: number;
  occupant: ScheduledThread | null = null;
  /** Time of the core's newest event. */
  lastNs: number;
  /** The newest slice ended by preemption, and the next event tells by whom. The same fields for each such slice: they are many. */
  isHolding = false;
  heldReadyNs = Number.NaN;
  heldStartNs = Number.NaN;
  heldEndNs = Number.NaN;
  heldThread = 0;
  heldWaker = 0;
  /** The number of the thread that is to come, where known. */
  expected = unknownTid;

  constructor(core: number, lastNs: number) {
    this.core = core;
    this.lastNs = lastNs;
  }
}

/** Records that the kernel dropped. */
export interface Loss {
  readonly timeNs: number;
  readonly core: number;
  readonly records: number;
}

/**
 * Turns scheduling events into slices and counts. Each core has at most one thread and each thread at most one core, whatever is
 * missing from the events or comes twice; times of a thread and of a core never run backwards.
 *
 * A thread whose first event is that it leaves a core has been there since the recording began. After a loss nothing is
 * concluded from what is missing: a slice ends where it was last known (`unknown`), a switch without its beginning only counts.
 */
export class Switchboard {
  readonly slices = new SliceRows();
  readonly #register: Register;
  readonly #startNs: number;
  /** Of the newest event. */
  #nowNs: number;
  /** By core. */
  readonly #posts: (Post | undefined)[] = [];
  #losses: Loss[] = [];
  #lostRecords = 0;
  #lostNs = Number.NEGATIVE_INFINITY;
  #switches = 0;

  /** @param startNs since when everything is recorded. */
  constructor(startNs: number, register: Register) {
    this.#startNs = startNs;
    this.#nowNs = startNs;
    this.#register = register;
  }

  /** Switches of the workload's threads: times that one left a core. */
  get switches(): number {
    return this.#switches;
  }

  get lost(): number {
    return this.#lostRecords;
  }

  takeLosses(): readonly Loss[] {
    const losses = this.#losses;
    this.#losses = [];
    return losses;
  }

  take(events: SchedulingEvents): void {
    const { length, kind, time, core, tid, pid, other, otherPid, names } = events;
    for (let row = 0; row < length; row++) {
      const post = this.#post(core[row] ?? 0);
      this.#nowNs = Math.max(this.#nowNs, time[row] ?? 0);
      const timeNs = this.#nowNs;
      const thread = tid[row] ?? 0;
      const process = pid[row] ?? 0;
      const peer = other[row] ?? 0;
      switch (kind[row] ?? eventCodes.in) {
        case eventCodes.in:
          this.#came(post, timeNs, thread, process);
          break;
        case eventCodes.blocked:
          this.#left(post, timeNs, thread, process, ends.blocked, peer);
          break;
        case eventCodes.preempted:
          this.#left(post, timeNs, thread, process, ends.preempted, peer);
          break;
        case eventCodes.forked:
          this.#forked(timeNs, thread, process, peer, otherPid[row] ?? 0);
          break;
        case eventCodes.exited:
          this.#exited(timeNs, thread, process);
          break;
        case eventCodes.named:
          this.#register.named(thread, names.get(row) ?? '');
          break;
        case eventCodes.executed:
          this.#executed(post, timeNs, thread, process, names.get(row) ?? '');
          break;
        case eventCodes.woken:
          this.#woken(timeNs, thread, peer);
          break;
        case eventCodes.lost:
          this.#lose(post, timeNs, peer);
          break;
      }
    }
  }

  /**
   * The kernel says that a thread of which no event told has used a core ever since: then it is still on it. True when that
   * could be believed.
   */
  neverLeft(thread: ScheduledThread, core: number): boolean {
    const post = this.#post(core);
    if (!thread.untouched || post.occupant !== null || post.lastNs > thread.presentNs) return false;
    this.#seat(post, thread, thread.presentNs);
    return true;
  }

  /** The recording ends: so do the slices under way. */
  end(endNs: number): void {
    for (const post of this.#posts) {
      if (post === undefined) continue;
      this.#settle(post, null);
      if (post.occupant !== null)
        this.#vacate(post, post.occupant, Math.max(endNs, this.#nowNs), ends.unknown);
      this.#settle(post, null);
    }
  }

  #came(post: Post, timeNs: number, tid: number, pid: number): void {
    if (post.occupant?.tid === tid && timeNs === post.occupant.sinceNs) return;
    const thread = tid === 0 ? null : this.#register.find(tid, pid, this.#startNs, this.#lostNs);
    if (post.isHolding) this.#settle(post, tid, timeNs);
    post.lastNs = timeNs;
    // Their leaving went unrecorded, and cannot have come later than this.
    if (post.occupant !== null) this.#vacate(post, post.occupant, timeNs, ends.unknown);
    if (thread === null || thread.hasEnded) return;
    if (thread.core !== null) this.#vacate(this.#post(thread.core), thread, timeNs, ends.unknown);
    this.#seat(post, thread, timeNs);
  }

  /** `ended`: blocked or preempted. */
  #left(post: Post, timeNs: number, tid: number, pid: number, ended: number, next: number): void {
    const { occupant } = post;
    if (tid === 0) {
      post.lastNs = timeNs;
      return;
    }
    // A thread that is past its end has no number any more where the kernel writes its last switch.
    const isOccupant = occupant !== null && (occupant.tid === tid || tid === unknownTid);
    const thread = isOccupant ? occupant : this.#found(tid, pid);
    if (thread === null || thread.hasEnded) {
      post.lastNs = timeNs;
      return;
    }
    if (occupant !== thread && !this.#wasThereAllAlong(post, thread)) {
      this.#leftUnseen(post, thread, timeNs, ended);
      return;
    }
    post.lastNs = timeNs;
    this.#count(thread, timeNs, ended);
    this.#vacate(post, thread, timeNs, ended, next);
    this.#unready(thread, timeNs, ended);
  }

  #found(tid: number, pid: number): ScheduledThread | null {
    return tid === unknownTid ? null : this.#register.find(tid, pid, this.#startNs, this.#lostNs);
  }

  /** Seats a thread whose coming lies before the recording. */
  #wasThereAllAlong(post: Post, thread: ScheduledThread): boolean {
    if (post.occupant !== null || thread.core !== null) return false;
    return this.neverLeft(thread, post.core);
  }

  /** A leaving of which the coming is missing, or that comes twice. */
  #leftUnseen(post: Post, thread: ScheduledThread, timeNs: number, ended: number): void {
    const isRepeated = thread.lastCore === post.core && post.lastNs === timeNs && thread.core === null;
    post.lastNs = timeNs;
    if (isRepeated) return;
    if (thread.core !== null) this.#vacate(this.#post(thread.core), thread, timeNs, ends.unknown);
    if (post.occupant !== null) this.#vacate(post, post.occupant, timeNs, ends.unknown);
    thread.untouched = false;
    this.#count(thread, timeNs, ended);
    this.#unready(thread, timeNs, ended);
  }

  #count(thread: ScheduledThread, timeNs: number, ended: number): void {
    if (timeNs === this.#startNs) return;
    if (ended === ends.blocked) thread.blocked++;
    else thread.preempted++;
    if (thread.workload) this.#switches++;
  }

  /** What it waits for from here on. */
  #unready(thread: ScheduledThread, timeNs: number, ended: number): void {
    const isReady = ended === ends.preempted || !Number.isNaN(thread.wokenEarlyNs);
    thread.readyNs = isReady ? timeNs : Number.NaN;
    thread.waker = ended === ends.preempted ? null : thread.wokenEarlyBy;
    // A wake-up that came before it left has ended this block, or none: then the one that does is still to come.
    thread.mayBeWoken = ended === ends.blocked;
    thread.wokenEarlyNs = Number.NaN;
    thread.wokenEarlyBy = null;
  }

  #forked(timeNs: number, tid: number, pid: number, parentTid: number, parentPid: number): void {
    const before = this.#register.newest(tid);
    const isFound = before?.untouched === true && before.pid === pid;
    // Its end is missing.
    if (before !== null && !before.hasEnded && !isFound) {
      if (before.core !== null) this.#vacate(this.#post(before.core), before, timeNs, ends.unknown);
      this.#register.exited(before, timeNs);
    }
    const thread = this.#register.forked(tid, pid, parentTid, parentPid, timeNs);
    if (!thread.untouched) return;
    thread.bornNs = timeNs;
    thread.readyNs = timeNs;
    thread.mayBeWoken = false;
  }

  /** A thread that executes a program takes the number of its process; as a thread of that number it goes on. */
  #executed(post: Post, timeNs: number, tid: number, pid: number, name: string): void {
    const thread = this.#register.executed(tid, pid, name, timeNs);
    const before = post.occupant;
    if (before === null || before === thread || before.pid !== pid || thread.core !== null) return;
    post.lastNs = timeNs;
    this.#vacate(post, before, timeNs, ends.exited);
    this.#register.exited(before, timeNs);
    this.#seat(post, thread, timeNs);
  }

  #exited(timeNs: number, tid: number, pid: number): void {
    const thread = this.#register.find(tid, pid, this.#startNs, this.#lostNs);
    if (thread.hasEnded) return;
    if (thread.core !== null) {
      const post = this.#post(thread.core);
      post.lastNs = timeNs;
      this.#vacate(post, thread, timeNs, ends.exited);
    }
    thread.untouched = false;
    this.#register.exited(thread, timeNs);
  }

  #woken(timeNs: number, tid: number, wakerTid: number): void {
    const thread = this.#register.newest(tid);
    if (thread === null || thread.hasEnded) return;
    const waker = wakerTid === 0 || wakerTid === unknownTid ? null : this.#register.newest(wakerTid);
    if (thread.core !== null) {
      thread.wokenEarlyNs = timeNs;
      thread.wokenEarlyBy = waker?.row ?? null;
    } else if (thread.mayBeWoken) {
      thread.readyNs = timeNs;
      thread.waker = waker?.row ?? null;
      thread.mayBeWoken = false;
    }
  }

  #lose(post: Post, timeNs: number, records: number): void {
    this.#lostRecords += records;
    this.#lostNs = timeNs;
    this.#losses.push({ timeNs, core: post.core, records });
    this.#settle(post, null);
    if (post.occupant !== null) {
      post.occupant.readyNs = Number.NaN;
      this.#vacate(post, post.occupant, post.lastNs, ends.unknown);
    }
    post.lastNs = timeNs;
  }

  #seat(post: Post, thread: ScheduledThread, timeNs: number): void {
    post.occupant = thread;
    if (thread.lastCore !== null && thread.lastCore !== post.core) thread.migrations++;
    thread.untouched = false;
    thread.core = post.core;
    thread.lastCore = post.core;
    thread.sinceNs = timeNs;
    // What was lost since may have been a slice of it.
    if (thread.readyNs <= this.#lostNs) thread.readyNs = Number.NaN;
    if (thread.readyNs > timeNs) thread.readyNs = timeNs;
  }

  /** Ends the thread's slice. */
  #vacate(
    post: Post,
    thread: ScheduledThread,
    endNs: number,
    ended: number,
    next: number = unknownTid,
  ): void {
    const readyNs = thread.readyNs;
    const startNs = thread.sinceNs;
    const waker = thread.waker === null ? 0 : thread.waker + 1;
    thread.core = null;
    post.occupant = null;
    thread.stayed(post.core, startNs, endNs);
    if (!Number.isNaN(readyNs)) thread.runDelayNs += startNs - readyNs;
    thread.readyNs = Number.NaN;
    thread.waker = null;
    thread.mayBeWoken = true;
    // Of no length: the recording began or broke off at that very moment.
    if (endNs === startNs && (ended === ends.unknown || endNs === this.#startNs)) return;
    if (post.isHolding) this.#settle(post, null);
    if (ended !== ends.preempted) {
      this.slices.push(readyNs, startNs, endNs, post.core, thread.row, ended, 0, waker);
      return;
    }
    post.isHolding = true;
    post.heldReadyNs = readyNs;
    post.heldStartNs = startNs;
    post.heldEndNs = endNs;
    post.heldThread = thread.row;
    post.heldWaker = waker;
    post.expected = next;
  }

  /** Lets go of the slice that waited for its `by`: the thread that came next on the core, or null when that is not known. */
  #settle(post: Post, nextTid: number | null, timeNs = 0): void {
    if (!post.isHolding) return;
    post.isHolding = false;
    const { heldReadyNs, heldStartNs, heldEndNs, heldThread, heldWaker, expected } = post;
    const isNext = expected === unknownTid ? timeNs - heldEndNs <= oneSwitchNs : expected === nextTid;
    const next = nextTid === null || nextTid === 0 || !isNext ? null : this.#register.newest(nextTid);
    const by = next === null ? 0 : next.row + 1;
    const ended = ends.preempted;
    this.slices.push(heldReadyNs, heldStartNs, heldEndNs, post.core, heldThread, ended, by, heldWaker);
  }

  #post(core: number): Post {
    const known = this.#posts[core];
    if (known !== undefined) return known;
    // No holes: an array with some is slower.
    while (this.#posts.length <= core) this.#posts.push(undefined);
    const post = new Post(core, this.#startNs);
    this.#posts[core] = post;
    return post;
  }
}
