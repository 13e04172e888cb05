import {
  type EventKind,
  type SchedulingEvents,
  eventKinds,
} from '../../../../../../src/main/engine/collector/scheduling-events.ts';

export interface Event {
  readonly kind: EventKind;
  readonly time: number;
  readonly core: number;
  readonly tid: number;
  readonly pid: number;
  readonly other: number;
  readonly otherPid: number;
  readonly name: string | null;
}

/** The events of a recording, kept as objects. */
export class Tape {
  readonly events: Event[] = [];

  take(batch: SchedulingEvents): void {
    for (let row = 0; row < batch.length; row++) this.events.push(eventOf(batch, row));
  }

  of(...kinds: EventKind[]): Event[] {
    return this.events.filter((event) => kinds.includes(event.kind));
  }

  /** This process and all that it started. */
  family(root: number): ReadonlySet<number> {
    const pids = new Set([root]);
    for (const { pid, otherPid } of this.of('forked')) if (pids.has(otherPid)) pids.add(pid);
    return pids;
  }

  /** How often threads of this process, or of one that it started, left a core. */
  switches(root: number): number {
    const family = this.family(root);
    return this.of('blocked', 'preempted').filter((event) => family.has(event.pid)).length;
  }

  get lost(): number {
    return this.of('lost').reduce((sum, event) => sum + event.other, 0);
  }

  /** Where a thread came onto a core without having left one, or left one without having come. */
  faultsOfThreads(): string[] {
    return this.#faults((event) => (event.tid === 0 ? `idle ${event.core}` : `${event.tid}`), false);
  }

  /** Where a thread came onto a core that another had not left. */
  faultsOfCores(): string[] {
    return this.#faults((event) => `core ${event.core}`, true);
  }

  #faults(keyOf: (event: Event) => string, sameThread: boolean): string[] {
    const running = new Map<string, number | null>();
    const faults: string[] = [];
    for (const event of this.of('in', 'blocked', 'preempted', 'exited')) {
      const key = keyOf(event);
      const before = running.get(key);
      if (event.kind === 'in') {
        if (typeof before === 'number')
          faults.push(`${key}: ${event.tid} in at ${event.time} with ${before} there`);
        running.set(key, event.tid);
        continue;
      }
      if (event.kind === 'exited' && before !== event.tid) continue;
      if (before === null)
        faults.push(`${key}: ${event.tid} ${event.kind} at ${event.time} with nobody there`);
      if (sameThread && typeof before === 'number' && before !== event.tid) {
        faults.push(`${key}: ${event.tid} ${event.kind} at ${event.time} with ${before} there`);
      }
      running.set(key, null);
    }
    return faults;
  }
}

export const eventOf = (batch: SchedulingEvents, row: number): Event => ({
  kind: eventKinds[batch.kind[row] ?? -1] ?? 'lost',
  time: batch.time[row] ?? 0,
  core: batch.core[row] ?? 0,
  tid: batch.tid[row] ?? 0,
  pid: batch.pid[row] ?? 0,
  other: batch.other[row] ?? 0,
  otherPid: batch.otherPid[row] ?? 0,
  name: batch.names.get(row) ?? null,
});
