import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowsTo } from '../../../src/renderer/timeline/arrows.ts';
import { SliceBars } from '../../../src/renderer/timeline/slice-bars.ts';
import type { Slice } from '../../../src/renderer/timeline/slice-bars.ts';
import { coresId, trackGroups } from '../../../src/renderer/timeline/track-groups.ts';
import { readBack, sliceOf, trackOf, tracksOf } from './slice-sessions.ts';

const everything = { fromNs: 0, toNs: 10_000 };

/** Slices of one core that follow each other. */
const rows = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 0, max: 3 }),
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => {
    let at = 0;
    return parts.map(([gap, length, thread]): Slice => {
      const startNs = at + gap;
      at = startNs + length;
      return sliceOf({ startNs, endNs: at, thread, readyNs: startNs - gap });
    });
  });

describe('slices', () => {
  it('come back from a batch as they went in', () => {
    const slices = [
      sliceOf({
        readyNs: 5,
        startNs: 10,
        endNs: 20,
        core: 3,
        thread: 7,
        ended: 'preempted',
        by: 2,
        waker: 0,
      }),
      sliceOf({ startNs: 30, endNs: 40, ended: 'exited' }),
    ];
    expect(readBack(slices)).toEqual(slices);
  });

  it('within a range are those that touch it, on a core without and on a thread with the time they waited', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 500 }),
        (slices, from, span) => {
          const range = { fromNs: from, toNs: from + span };
          const cores = new SliceBars(slices, everything, 'core');
          expect(cores.within(0, range)).toEqual(
            slices.filter(({ startNs, endNs }) => startNs <= range.toNs && endNs >= range.fromNs),
          );
          const threads = new SliceBars(slices, everything, 'thread');
          expect(threads.within(1, range)).toEqual(
            slices.filter(
              ({ thread, readyNs, endNs }) => thread === 1 && readyNs <= range.toNs && endNs >= range.fromNs,
            ),
          );
        },
      ),
    );
  });

  it('are found at a moment, or else the nearest one within reach', () => {
    const bars = new SliceBars([sliceOf({ startNs: 100, endNs: 200 })], everything, 'core');
    expect([bars.at(0, 150, 0)?.startNs, bars.at(0, 210, 10)?.startNs, bars.at(0, 211, 10)]).toEqual([
      100,
      100,
      null,
    ]);
  });
});

describe('arrows', () => {
  const groups = trackGroups([], tracksOf([trackOf(0), trackOf(1)]));
  const cores = groups.find((group) => group.kind === 'cores');
  const threads = groups.find((group) => group.kind === 'threads');
  if (cores === undefined || threads === undefined) throw new Error('the session has both');
  const waking = sliceOf({ startNs: 0, endNs: 500, core: 0, thread: 0 });
  const before = sliceOf({ startNs: 100, endNs: 200, core: 0, thread: 1 });
  const slice = sliceOf({ readyNs: 300, startNs: 400, endNs: 600, core: 1, thread: 1, waker: 0 });
  const bars = (key: 'core' | 'thread') => new SliceBars([waking, before, slice], everything, key);

  it('lead from the waker and from the core before to the start, on the rows of cores', () => {
    expect(arrowsTo({ ...slice, group: coresId, row: 1 }, cores, bars('core'))).toEqual([
      { kind: 'wake-up', group: coresId, fromRow: 0, fromNs: 300, toRow: 1, toNs: 400 },
      { kind: 'migration', group: coresId, fromRow: 0, fromNs: 200, toRow: 1, toNs: 400 },
    ]);
  });

  it('lead from thread to thread on the rows of threads, where nobody moves', () => {
    expect(arrowsTo({ ...slice, group: threads.id, row: 1 }, threads, bars('thread'))).toEqual([
      { kind: 'wake-up', group: threads.id, fromRow: 0, fromNs: 300, toRow: 1, toNs: 400 },
    ]);
  });

  it('are not made up: without a known waker on its core at that moment there is none', () => {
    const early = { ...slice, group: coresId, row: 1, readyNs: 700, startNs: 800 };
    expect(arrowsTo(early, cores, bars('core')).filter(({ kind }) => kind === 'wake-up')).toEqual([]);
    const alone = new SliceBars([slice], everything, 'core');
    expect(arrowsTo({ ...slice, group: coresId, row: 1 }, cores, alone)).toEqual([]);
  });
});
