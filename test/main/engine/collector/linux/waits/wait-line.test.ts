import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { WaitLine } from '../../../../../../src/main/engine/collector/linux/waits/wait-line.ts';
import { WaitIntervals } from '../../../../../../src/main/engine/scheduling/wait-shares.ts';
import { waitStateCode, waitStates, type WaitState } from '../../../../../../src/shared/session.ts';

type Row = readonly [timeMs: number, state: WaitState];

function written(seen: readonly Row[]): readonly Row[] {
  const rows: Row[] = [];
  const line = new WaitLine((timeNs, state) => rows.push([timeNs / 1e6, state]));
  for (const [timeMs, state] of seen) line.saw(state, timeMs * 1e6);
  line.close();
  line.close();
  return rows;
}

it('writes the first and the last moment of what stays the same', () => {
  const seen: readonly Row[] = [
    [0, 'running'],
    [20, 'io'],
    [40, 'io'],
    [60, 'io'],
    [80, 'gil'],
    [100, 'running'],
    [120, 'running'],
  ];
  expect(written(seen)).toEqual(seen.filter(([timeMs]) => timeMs !== 40));
});

it('writes once a second at least', () => {
  const seen = Array.from({ length: 200 }, (_, at): Row => [at * 20, 'io']);
  expect(written(seen)).toEqual([0, 1000, 2000, 3000, 3980].map((timeMs) => [timeMs, 'io']));
});

it('keeps for readers what was seen at every moment', () => {
  const look = fc.record({ gapMs: fc.integer({ min: 1, max: 900 }), state: fc.constantFrom(...waitStates) });
  fc.assert(
    fc.property(fc.array(look, { minLength: 1, maxLength: 40 }), (looks) => {
      let timeMs = 0;
      const seen = looks.map(({ gapMs, state }): Row => [(timeMs += gapMs), state]);
      const rows = written(seen);
      const read = new Map<number, string>();
      const intervals = new WaitIntervals((_, state, fromNs, toNs) => {
        for (const [at] of seen)
          if (at * 1e6 > fromNs && at * 1e6 <= toNs) read.set(at, waitStates[state] ?? '');
      });
      intervals.add({
        time: Float64Array.from(rows, ([at]) => at * 1e6),
        thread: new Uint32Array(rows.length),
        state: Uint8Array.from(rows, ([, state]) => waitStateCode(state)),
      });
      // Before its first row, nothing is known of a thread.
      expect([...read]).toEqual(seen.slice(1));
    }),
  );
});
