import { describe, expect, it } from 'vitest';
import type { SeenGroup } from '../../../src/renderer/timeline/levelled-data.ts';
import { SchedulingData } from '../../../src/renderer/timeline/scheduling-data.ts';
import { coresId } from '../../../src/renderer/timeline/track-groups.ts';
import { SliceSession, sliceOf } from './slice-sessions.ts';

const extent = { fromNs: 0, toNs: 1_000_000 };
const cores: SeenGroup = {
  id: coresId,
  tracks: [0, 1],
  things: null,
  summary: false,
  extent,
  range: { fromNs: 0, toNs: 1000 },
};
const process: SeenGroup = { ...cores, id: -4, tracks: [3, 4], things: 100_000 };
const other: SeenGroup = { ...cores, id: -5, tracks: [7], things: 100_000 };

const noPause = (): Promise<void> => Promise.resolve();

async function look(data: SchedulingData, groups: readonly SeenGroup[]): Promise<void> {
  data.look({ widthPx: 100, groups });
  await new Promise((settled) => setImmediate(settled));
}

/** Ten slices a nanosecond: too many to be drawn one by one from far away. */
const dense = Array.from({ length: 5000 }, (_, at) =>
  sliceOf({ startNs: at / 5, endNs: at / 5 + 0.1, core: at % 2, thread: 3 + (at % 2) }),
);

describe('what the timeline asks of scheduling', () => {
  it('asks once for all groups in sight, and gives each the rows that are its own', async () => {
    const session = new SliceSession([
      ...dense,
      sliceOf({ startNs: 100, endNs: 150, readyNs: 50, core: 0, thread: 7 }),
    ]);
    const data = new SchedulingData('s', session, () => undefined, noPause);
    await look(data, [cores, process, other]);
    expect(session.asked.filter((question) => question.startsWith('strips'))).toEqual([
      'strips -250–1250 of cores 0,1 threads 3,4,7',
    ]);
    const strips = [coresId, -4, -5].map((id) => data.strips(id)[0]);
    expect(strips.map((strip) => [strip?.of, strip?.running.tracks])).toEqual([
      ['cores', [0, 1]],
      ['threads', [3, 4]],
      ['threads', [7]],
    ]);
    expect(strips[2]?.running.busy).toHaveLength(150);
    expect(strips[2]?.delayed?.busy.reduce((sum, share) => sum + share, 0)).toBeCloseTo(5);
  });

  it('asks for single slices of the rows in sight when they are few', async () => {
    const session = new SliceSession([sliceOf({ core: 0, thread: 7 }), sliceOf({ core: 1, thread: 3 })]);
    const data = new SchedulingData('s', session, () => undefined, noPause);
    await look(data, [{ ...other, things: 2 }]);
    expect(session.asked).toContain('slices 0–1000000 of cores  threads 7');
    expect(data.bars(-5)?.count).toBe(1);
    await look(data, [{ ...other, tracks: [7, 3], things: 2 }]);
    expect(session.asked).toContain('slices 0–1000000 of cores  threads 7,3');
    expect(data.bars(-5)?.count).toBe(2);
  });

  it('never asks for single slices of a collapsed group', async () => {
    const session = new SliceSession([sliceOf({ core: 0, thread: 7 })]);
    const data = new SchedulingData('s', session, () => undefined, noPause);
    await look(data, [{ ...other, things: 1, summary: true }]);
    expect(session.asked.filter((question) => question.startsWith('slices'))).toEqual([]);
    expect(data.strips(-5)).toHaveLength(1);
  });

  it('asks again for rows that are scrolled into sight', async () => {
    const session = new SliceSession(dense);
    const data = new SchedulingData('s', session, () => undefined, noPause);
    await look(data, [process]);
    await look(data, [process]);
    expect(session.asked).toHaveLength(1);
    await look(data, [{ ...process, tracks: [3, 4, 5] }]);
    expect(session.asked).toHaveLength(2);
  });
});
