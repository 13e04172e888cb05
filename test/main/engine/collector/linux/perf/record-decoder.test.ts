import { describe, expect, it } from 'vitest';
import { EventColumns } from '../../../../../../src/main/engine/collector/linux/perf/event-columns.ts';
import { RecordDecoder } from '../../../../../../src/main/engine/collector/linux/perf/record-decoder.ts';
import { unknownTid } from '../../../../../../src/main/engine/collector/scheduling-events.ts';
import * as perf from './perf-bytes.ts';
import { type Event, eventOf } from './tape.ts';

const originNs = 2n ** 53n + 11n;
const at = (ns: number): bigint => originNs + BigInt(ns);

function decode(...records: Uint8Array[]): Event[] {
  const into = new EventColumns();
  const bytes = perf.joined(records);
  new RecordDecoder(originNs, perf.waking).decode(bytes, bytes.length, into);
  return Array.from({ length: into.length }, (_, row) => eventOf(into, row));
}

const plain = { pid: 0, tid: 0, core: 0, other: 0, otherPid: 0, name: null };

describe('a record becomes an event', () => {
  it('of a switch of one thread', () => {
    const where = { pid: 5, tid: 6, core: 3 };
    const events = decode(
      perf.switchRecord(perf.switchedIn, { ...where, time: at(1) }),
      perf.switchRecord(perf.switchedOut, { ...where, time: at(2) }),
      perf.switchRecord(perf.preemptedOut, { ...where, time: at(3) }),
    );
    const event = { ...plain, ...where, other: unknownTid };
    expect(events).toEqual([
      { ...event, kind: 'in', time: 1 },
      { ...event, kind: 'blocked', time: 2 },
      { ...event, kind: 'preempted', time: 3 },
    ]);
  });

  it('of a switch of a core, with the other thread', () => {
    expect(
      decode(
        perf.switchOnCore(perf.preemptedOut, 8, { tid: 6, pid: 5, time: at(1) }),
        perf.switchOnCore(perf.switchedIn, 6, { tid: 8, pid: 7, time: at(2) }),
      ),
    ).toEqual([
      { ...plain, kind: 'preempted', time: 1, tid: 6, pid: 5, other: 8 },
      { ...plain, kind: 'in', time: 2, tid: 8, pid: 7, other: 6 },
    ]);
  });

  it('not of the last switches of a thread that has ended and has no number, but its successor knows it', () => {
    expect(
      decode(
        perf.switchOnCore(perf.switchedIn, 0, { tid: 6, pid: 5, time: at(1) }),
        perf.switchOnCore(perf.switchedOut, 0, { tid: unknownTid, pid: unknownTid, time: at(2) }),
        perf.switchOnCore(perf.switchedIn, unknownTid, { tid: 8, pid: 7, time: at(3) }),
      ),
    ).toMatchObject([
      { kind: 'in', tid: 6, other: 0 },
      { kind: 'in', tid: 8, other: 6 },
    ]);
    expect(
      decode(perf.switchOnCore(perf.switchedIn, 0, { tid: unknownTid, pid: unknownTid, time: at(1) })),
    ).toEqual([]);
  });

  it('of a life', () => {
    expect(
      decode(
        perf.forkRecord([5, 3, 6, 4], { time: at(1), core: 1 }),
        perf.nameRecord(0, 'worker', { pid: 5, tid: 6, time: at(2) }),
        perf.nameRecord(perf.byExec, 'fifteen-letters', { pid: 5, tid: 6, time: at(3) }),
        perf.exitRecord(5, 6, { time: at(4) }),
      ),
    ).toEqual([
      { ...plain, kind: 'forked', time: 1, core: 1, tid: 6, pid: 5, other: 4, otherPid: 3 },
      { ...plain, kind: 'named', time: 2, tid: 6, pid: 5, name: 'worker' },
      { ...plain, kind: 'executed', time: 3, tid: 6, pid: 5, name: 'fifteen-letters' },
      { ...plain, kind: 'exited', time: 4, tid: 6, pid: 5 },
    ]);
  });

  it('of a wake-up: the waker is known unless it was an interrupt', () => {
    const hardware = 0x08;
    expect(
      decode(
        perf.wakingRecord(9, 1, 0, { pid: 5, tid: 6, time: at(1) }),
        perf.wakingRecord(9, 1, hardware, { pid: 5, tid: 6, time: at(2) }),
      ),
    ).toEqual([
      { ...plain, kind: 'woken', time: 1, core: 1, tid: 9, other: 6 },
      { ...plain, kind: 'woken', time: 2, core: 1, tid: 9, other: unknownTid },
    ]);
  });

  it('not of the idle thread, nor of waking up the thread that is on the core', () => {
    expect(
      decode(
        perf.switchOnCore(perf.switchedOut, 6, { tid: 0, pid: 0, time: at(1) }),
        perf.switchOnCore(perf.switchedIn, 0, { tid: 6, pid: 5, time: at(2) }),
        perf.wakingRecord(6, 0, 8, { tid: 6, pid: 5, time: at(3) }),
        perf.wakingRecord(9, 0, 8, { tid: 6, pid: 5, time: at(4) }),
        perf.switchOnCore(perf.switchedOut, 0, { tid: 6, pid: 5, time: at(5) }),
        perf.switchOnCore(perf.switchedIn, 6, { tid: 0, pid: 0, time: at(6) }),
        perf.wakingRecord(6, 0, 8, { tid: 0, pid: 0, time: at(7) }),
      ),
    ).toMatchObject([
      { kind: 'in', tid: 6, other: 0 },
      { kind: 'woken', tid: 9 },
      { kind: 'blocked', tid: 6, other: 0 },
      { kind: 'woken', tid: 6 },
    ]);
  });

  it('of a loss', () => {
    expect(decode(perf.lostRecord(17, { time: at(1), core: 2 }))).toEqual([
      { ...plain, kind: 'lost', time: 1, core: 2, other: 17 },
    ]);
  });
});

describe('records', () => {
  it('of types that nobody asked for are passed over', () => {
    expect(decode(perf.unknownRecord({ time: at(1) }), perf.lostRecord(1, { time: at(2) }))).toHaveLength(1);
  });

  it('that two events wrote of one switch, fork, name or end count once', () => {
    const once = [
      perf.switchRecord(perf.switchedIn, { tid: 6, time: at(1) }),
      perf.forkRecord([5, 3, 7, 6], { time: at(3) }),
      perf.nameRecord(0, 'worker', { tid: 6, time: at(5) }),
      perf.switchRecord(perf.switchedOut, { tid: 6, time: at(7) }),
      perf.switchRecord(perf.switchedIn, { tid: 6, time: at(9) }),
      perf.exitRecord(5, 6, { time: at(11) }),
    ];
    expect(decode(...once.flatMap((record) => [record, record]))).toEqual(decode(...once));
    expect(decode(...once)).toHaveLength(6);
  });

  it('that an interrupt put in front of an earlier one are brought into order', () => {
    const events = decode(
      perf.switchRecord(perf.switchedIn, { tid: 6, time: at(1) }),
      perf.wakingRecord(9, 1, 8, { tid: 6, time: at(4) }),
      perf.wakingRecord(8, 1, 8, { tid: 6, time: at(5) }),
      perf.nameRecord(0, 'early', { tid: 6, time: at(3) }),
      perf.wakingRecord(7, 1, 8, { tid: 6, time: at(6) }),
    );
    expect(events.map(({ time, name }) => [time, name])).toEqual([
      [1, null],
      [3, 'early'],
      [4, null],
      [5, null],
      [6, null],
    ]);
  });

  it('keep their nanoseconds on a machine that runs for months', () => {
    expect(decode(perf.lostRecord(1, { time: at(123_456_789) }))[0]?.time).toBe(123_456_789);
    expect(decode(perf.lostRecord(1, { time: at(-5) }))[0]?.time).toBe(-5);
  });
});
