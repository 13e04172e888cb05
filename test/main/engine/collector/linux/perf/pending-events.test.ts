import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventCodes } from '../../../../../../src/main/engine/collector/scheduling-events.ts';
import { EventColumns } from '../../../../../../src/main/engine/collector/linux/perf/event-columns.ts';
import { PendingEvents } from '../../../../../../src/main/engine/collector/linux/perf/pending-events.ts';
import { type Event, eventOf } from './tape.ts';

const everything = (): boolean => true;

const released = (pending: PendingEvents, until: number, gate = everything): Event[] => {
  const into = new EventColumns();
  pending.release(until, into, gate);
  return Array.from({ length: into.length }, (_, row) => eventOf(into, row));
};

function queueOf(pending: PendingEvents, ring: number): EventColumns {
  const queue = pending.queues[ring];
  if (queue === undefined) throw new Error(`there is no ring ${ring}`);
  return queue;
}

/** Rounds of reading: for each ring the times of its new events, which go on where the round before ended. */
const rounds = fc.integer({ min: 1, max: 9 }).chain((rings) =>
  fc.array(
    fc.array(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 8 }), {
      minLength: rings,
      maxLength: rings,
    }),
    { minLength: 1, maxLength: 6 },
  ),
);

it('gives every event of every ring once, in order of time, and none that might still be preceded', () => {
  fc.assert(
    fc.property(rounds, (read) => {
      const pending = new PendingEvents(read[0]?.length ?? 0);
      const sent: string[] = [];
      const got: Event[] = [];
      for (const [round, rings] of read.entries()) {
        for (const [core, times] of rings.entries()) {
          const rows = queueOf(pending, core);
          for (const time of times.toSorted((a, b) => a - b)) {
            const id = sent.length;
            rows.names.set(rows.push(eventCodes.named, round * 100 + time, core, id, id, id, id), `${id}`);
            sent.push(`${core} ${round * 100 + time} ${id}`);
          }
        }
        const until = round * 100 + 50;
        const events = released(pending, until);
        expect(events.every(({ time }) => time < until)).toBe(true);
        got.push(...events);
      }
      got.push(...released(pending, Number.POSITIVE_INFINITY));
      expect(got.map(({ core, time, name }) => `${core} ${time} ${name}`).sort()).toEqual(sent.sort());
      expect(
        got.every(
          ({ tid, pid, other, otherPid, name }) =>
            [tid, pid, other, otherPid].join() === [name, name, name, name].join(),
        ),
      ).toBe(true);
      expect(got.map(({ time }) => time)).toEqual(got.map(({ time }) => time).toSorted((a, b) => a - b));
      expect(pending.queues.map(({ length }) => length)).toEqual(pending.queues.map(() => 0));
    }),
  );
});

it('leaves out what its gate refuses', () => {
  const pending = new PendingEvents(2);
  for (const core of [0, 1]) {
    const rows = queueOf(pending, core);
    for (const time of [10, 20, 30]) rows.push(eventCodes.in, time + core, core, time, 0, 0, 0);
  }
  const into = new EventColumns();
  pending.release(Number.POSITIVE_INFINITY, into, (from, row) => from.tid[row] !== 20);
  expect([...into.time.subarray(0, into.length)]).toEqual([10, 11, 30, 31]);
});

it('gives one that comes too late for its time the time of what was given before', () => {
  const pending = new PendingEvents(2);
  queueOf(pending, 0).push(eventCodes.in, 20, 0, 1, 0, 0, 0);
  expect(released(pending, 30)).toHaveLength(1);
  queueOf(pending, 1).push(eventCodes.in, 10, 1, 2, 0, 0, 0);
  expect(released(pending, 30)).toMatchObject([{ tid: 2, time: 20 }]);
});
