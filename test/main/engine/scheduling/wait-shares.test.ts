import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SpanWaits,
  addedWaits,
  gilOfBlockedNs,
  waitShares,
  waitsQuery,
  waitsReachNs,
} from '../../../../src/main/engine/scheduling/wait-shares.ts';
import type { WaitTimes } from '../../../../src/main/engine/scheduling/wait-shares.ts';
import { waitStateCode, waitStates } from '../../../../src/shared/session.ts';
import type { StreamBatch, WaitState } from '../../../../src/shared/session.ts';

interface Seen {
  readonly time: number;
  readonly thread: number;
  readonly state: WaitState;
}

const rowsOf = (seen: readonly Seen[]): StreamBatch<'waits'> => ({
  time: Float64Array.from(seen, ({ time }) => time),
  thread: Uint32Array.from(seen, ({ thread }) => thread),
  state: Uint8Array.from(seen, ({ state }) => waitStateCode(state)),
});

/** Rows of one thread: letters for states, at the times of their places in the text; a dot: no row. */
const states: Readonly<Record<string, WaitState>> = { r: 'running', g: 'gil', l: 'lock', i: 'io' };
const rowsIn = (text: string, thread = 0, stepNs = 10e6): readonly Seen[] =>
  Array.from(text, (letter, at) => ({ time: at * stepNs, thread, state: states[letter] })).flatMap(
    ({ state, ...row }) => (state === undefined ? [] : [{ ...row, state }]),
  );

function within(rows: readonly Seen[], start: number, end: number, thread = 0): WaitTimes | null {
  const waits = new SpanWaits([{ slot: 0, start, end }]);
  const slotOf = new Int32Array(thread + 1).fill(-1);
  slotOf[thread] = 0;
  // One at a time: where batches are cut makes no difference.
  for (const row of rows) waits.add(rowsOf([row]), slotOf);
  return waits.finish()[0] ?? null;
}

describe('what a thread was seen at', () => {
  it('held since its row before', () => {
    expect(within(rowsIn('r.g...irl'), 0, 80e6)).toEqual({
      runningNs: 10e6,
      gilNs: 20e6,
      lockNs: 10e6,
      ioNs: 40e6,
    });
  });

  it('counts as far as it lies within the span', () => {
    expect(within(rowsIn('r.g...i'), 15e6, 25e6)).toEqual({ runningNs: 0, gilNs: 5e6, lockNs: 0, ioNs: 5e6 });
  });

  it('is not known before its first row, after its last one, and where nobody looked', () => {
    expect(within(rowsIn('..g.'), 0, 20e6)).toBeNull();
    expect(within(rowsIn('r.g.'), 20e6, 30e6)).toBeNull();
    const late = { time: 2 * waitsReachNs, thread: 0, state: 'gil' } as const;
    expect(within([...rowsIn('rg'), late], 0, 2 * waitsReachNs)).toEqual({
      runningNs: 0,
      gilNs: 10e6,
      lockNs: 0,
      ioNs: 0,
    });
  });

  it('is that of its own rows, whoever else was seen meanwhile', () => {
    const rows = [...rowsIn('rg.g', 3), ...rowsIn('iiii', 5)].toSorted((a, b) => a.time - b.time);
    expect(within(rows, 0, 30e6, 3)).toEqual({ runningNs: 0, gilNs: 30e6, lockNs: 0, ioNs: 0 });
  });

  it('adds up, moment by moment, in any spans, overlapping ones too', () => {
    const row = fc.record({ gap: fc.integer({ min: 1, max: 4 }), state: fc.constantFrom(...waitStates) });
    const span = fc.record({ start: fc.nat(60), length: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 25 }), fc.array(span, { maxLength: 6 }), (gaps, ranges) => {
        let time = 0;
        const rows = gaps.map(({ gap, state }) => ({ time: (time += gap), thread: 0, state }));
        const spans = ranges.map(({ start, length }) => ({ slot: 0, start, end: start + length }));
        const waits = new SpanWaits(spans);
        waits.add(rowsOf(rows), Int32Array.of(0));
        const expected = spans.map(({ start, end }) => {
          const sums = { running: 0, gil: 0, lock: 0, io: 0 };
          for (let at = start; at < end; at += 1) {
            const next = rows.findIndex((one) => one.time > at);
            const held = next > 0 ? rows[next] : undefined;
            if (held !== undefined) sums[held.state] += 1;
          }
          const times = { runningNs: sums.running, gilNs: sums.gil, lockNs: sums.lock, ioNs: sums.io };
          return Object.values(sums).some((sum) => sum > 0) ? times : null;
        });
        expect(waits.finish()).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('is known from the rows that a query for the span asks for', () => {
    // A rest of many seconds, of which a row is written each second.
    const rows = rowsIn('iiiiiiiiii', 0, 1e9);
    const { from, to } = waitsQuery(4.2e9, 4.4e9);
    const read = rows.filter(({ time }) => time >= from && time <= to);
    expect(within(read, 4.2e9, 4.4e9)).toEqual(within(rows, 4.2e9, 4.4e9));
  });
});

describe('shares', () => {
  const times = { runningNs: 1, gilNs: 5, lockNs: 2, ioNs: 2 };

  it('are of the time in which somebody looked', () => {
    expect(waitShares(times)).toEqual({ running: 0.1, gil: 0.5, lock: 0.2, io: 0.2 });
    expect(waitShares({ runningNs: 0, gilNs: 0, lockNs: 0, ioNs: 0 })).toBeNull();
    expect(addedWaits([times, times])).toEqual({ runningNs: 2, gilNs: 10, lockNs: 4, ioNs: 4 });
  });

  it('of blocked time are those of the states in which a thread is blocked', () => {
    expect(gilOfBlockedNs(times, 18)).toBe(10);
    expect(gilOfBlockedNs({ ...times, gilNs: 0 }, 18)).toBe(0);
    expect(gilOfBlockedNs({ runningNs: 7, gilNs: 0, lockNs: 0, ioNs: 0 }, 18)).toBeNull();
  });
});
