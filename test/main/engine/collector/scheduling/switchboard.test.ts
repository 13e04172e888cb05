import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EventKind,
  eventKinds,
  unknownTid,
} from '../../../../../src/main/engine/collector/scheduling-events.ts';
import { Board, type ReadSlice } from './board.ts';
import type { EventNote } from './recorded-events.ts';
import { schedules } from './schedule.ts';

const unknown = Number.NaN;

function expectNoOverlap(slices: readonly ReadSlice[], by: 'core' | 'tid'): void {
  const until = new Map<number, number>();
  // One of no length stands before the one that begins with it.
  for (const slice of slices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    expect(slice.end).toBeGreaterThanOrEqual(slice.start);
    expect(slice.start).toBeGreaterThanOrEqual(until.get(slice[by]) ?? 0);
    until.set(slice[by], slice.end);
  }
}

describe('a schedule told by its events', () => {
  it('comes out of the switchboard exactly as it was', () => {
    fc.assert(
      fc.property(schedules, ({ events, slices, endNs }) => {
        const board = new Board().take(...events);
        expect(board.end(endNs)).toEqual(slices);
      }),
    );
  });

  it('is the same however the events are cut into batches', () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.nat(20)), ({ events, slices, endNs }, cuts) => {
        const board = new Board();
        let from = 0;
        for (const length of cuts) {
          board.take(...events.slice(from, from + length)).read();
          from += length;
        }
        board.take(...events.slice(from));
        expect(board.end(endNs)).toEqual(slices);
      }),
    );
  });

  it('is counted per thread as it was', () => {
    fc.assert(
      fc.property(schedules, ({ events, slices, endNs }) => {
        const board = new Board().take(...events);
        board.end(endNs);
        for (const thread of board.register.threads) {
          const own = slices.filter(({ tid }) => tid === thread.tid);
          expect(thread.countersAt(endNs)).toEqual({
            onCpuNs: own.reduce((sum, { start, end }) => sum + end - start, 0),
            runDelayNs: own.reduce((sum, { ready, start }) => sum + start - ready, 0),
            voluntarySwitches: own.filter(({ ended }) => ended === 'blocked').length,
            involuntarySwitches: own.filter(({ ended }) => ended === 'preempted').length,
            migrations: own.slice(1).filter(({ core }, index) => core !== own[index]?.core).length,
          });
        }
      }),
    );
  });

  it('does not change when every event comes twice', () => {
    fc.assert(
      fc.property(schedules, ({ events, slices, endNs }) => {
        const twice = events.flatMap((event) => (event.kind === 'forked' ? [event] : [event, event]));
        expect(new Board().take(...twice).end(endNs)).toEqual(slices);
      }),
    );
  });
});

describe('events that make no sense', () => {
  const nonsense: fc.Arbitrary<EventNote> = fc.record({
    kind: fc.constantFrom<EventKind>(...eventKinds),
    time: fc.nat(1000),
    core: fc.nat(2),
    tid: fc.constantFrom(0, 1, 2, 3, unknownTid),
    pid: fc.constantFrom(1, 2),
    other: fc.constantFrom(0, 1, 2, unknownTid),
    otherPid: fc.constantFrom(1, 2),
    name: fc.constant('name'),
  });

  it('never make slices of negative length, or two at once on a core or of a thread', () => {
    fc.assert(
      fc.property(fc.array(nonsense, { maxLength: 60 }), (events) => {
        const slices = new Board().take(...events).end(1000);
        expectNoOverlap(slices, 'core');
        expectNoOverlap(slices, 'tid');
      }),
      { numRuns: 300 },
    );
  });
});

const into = (time: number, tid: number, core = 0): EventNote => ({ kind: 'in', time, tid, core });
const out = (kind: 'blocked' | 'preempted', time: number, tid: number, other = unknownTid): EventNote => ({
  kind,
  time,
  tid,
  other,
});

describe('the switchboard', () => {
  it('takes a thread that leaves a core first of all for one that was on it since the beginning', () => {
    expect(new Board().take(out('blocked', 50, 7)).end(60)).toMatchObject([
      { tid: 7, start: 0, end: 50, ended: 'blocked', ready: unknown },
    ]);
  });

  it('believes the kernel that a thread without events was on its core all along', () => {
    const board = new Board();
    const thread = board.register.present(7, 7, 'seven', 0);
    expect(board.switchboard.neverLeft(thread, 1)).toBe(true);
    expect(board.switchboard.neverLeft(thread, 1)).toBe(false);
    expect(board.end(60)).toMatchObject([{ tid: 7, core: 1, start: 0, end: 60, ended: 'unknown' }]);
    expect(thread.onCpuNs).toBe(60);
  });

  it('ends the last slice with the thread, which may be gone from its core under no number', () => {
    const board = new Board('everybody').take(
      into(10, 7),
      { kind: 'exited', time: 20, tid: 7 },
      out('blocked', 21, unknownTid),
      out('blocked', 22, 7),
      into(25, 8),
    );
    expect(board.end(30)).toMatchObject([
      { tid: 7, start: 10, end: 20, ended: 'exited' },
      { tid: 8, start: 25, end: 30, ended: 'unknown' },
    ]);
  });

  it('takes a number that comes again after its end for another thread', () => {
    const board = new Board().take(
      into(10, 7),
      { kind: 'exited', time: 20, tid: 7 },
      { kind: 'forked', time: 30, tid: 7, pid: 7, other: 1, otherPid: 1 },
      into(35, 7),
      { kind: 'exited', time: 40, tid: 7 },
    );
    expect(board.end(50)).toMatchObject([
      { start: 10, end: 20 },
      { start: 35, end: 40, ready: 30 },
    ]);
    expect(board.register.threads.filter(({ tid }) => tid === 7)).toHaveLength(2);
  });

  it('keeps the wake-up that came while the thread was still about to block', () => {
    const board = new Board().take(
      into(10, 7),
      into(11, 8, 1),
      { kind: 'woken', time: 19, tid: 7, other: 8 },
      out('blocked', 20, 7),
      into(24, 7),
    );
    expect(board.end(30)).toMatchObject([{}, {}, { tid: 7, start: 24, ready: 20, waker: 8 }]);
  });

  it('prefers the wake-up that ends a block to one that came before it', () => {
    const board = new Board().take(
      into(10, 7),
      { kind: 'woken', time: 12, tid: 7, other: 0 },
      out('blocked', 20, 7),
      { kind: 'woken', time: 40, tid: 7, other: 0 },
      into(44, 7),
    );
    expect(board.end(50)).toMatchObject([{}, { tid: 7, start: 44, ready: 40 }]);
  });

  it('names who took the core: the next thread the kernel told of, or one that came at the same moment', () => {
    const told = new Board('everybody').take(into(10, 7), out('preempted', 20, 7, 8), into(90_000, 8));
    expect(told.end(1e5)).toMatchObject([{ tid: 7, by: 8 }, {}]);
    const soon = new Board().take(into(10, 7), out('preempted', 20, 7), into(30, 8));
    expect(soon.end(1e5)).toMatchObject([{ tid: 7, by: 8 }, {}]);
    const late = new Board().take(into(10, 7), out('preempted', 20, 7), into(90_000, 8));
    expect(late.end(1e5)).toMatchObject([{ tid: 7, by: 0 }, {}]);
    const idle = new Board('everybody').take(into(10, 7), out('preempted', 20, 7, 0), into(30, 8));
    expect(idle.end(1e5)).toMatchObject([{ tid: 7, by: 0 }, {}]);
  });

  it('concludes nothing from what was lost', () => {
    const board = new Board().take(
      into(10, 7),
      out('preempted', 20, 7),
      into(20, 8),
      { kind: 'woken', time: 30, tid: 9 },
      { kind: 'lost', time: 500, other: 12 },
      out('blocked', 510, 9),
      into(520, 7),
    );
    expect(board.end(600)).toMatchObject([
      { tid: 7, start: 10, end: 20 },
      { tid: 7, start: 520, end: 600, ready: unknown },
    ]);
    expect(board.switchboard.lost).toBe(12);
    expect(board.switchboard.takeLosses()).toEqual([{ timeNs: 500, core: 0, records: 12 }]);
    expect(board.switchboard.takeLosses()).toEqual([]);
    expect(board.register.newest(9)?.blocked).toBe(1);
  });

  it('lets a thread that executes a program go on under the number of its process', () => {
    const board = new Board().take(
      into(10, 70),
      { kind: 'exited', time: 15, tid: 70, pid: 70 },
      { kind: 'in', time: 20, tid: 71, pid: 70 },
      { kind: 'executed', time: 30, tid: 70, pid: 70, name: 'true' },
      out('blocked', 40, 70),
    );
    expect(board.end(50)).toMatchObject([
      { tid: 70, start: 10, end: 15, ended: 'exited' },
      { tid: 71, start: 20, end: 30, ended: 'exited' },
      { tid: 70, start: 30, end: 40, ended: 'blocked' },
    ]);
  });
});
