import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copySession, openSession } from '../../../../src/main/engine/store/reader.ts';
import type { SessionReader, Viewport, ViewportQuery } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import {
  bruteForce,
  intervalsOfCores,
  intervalsOfDelays,
  intervalsOfTasks,
  intervalsOfThreads,
} from './brute-force.ts';
import type { Interval } from './brute-force.ts';
import { ownFolder, record, sliceBatch, taskBatch } from './sessions.ts';
import type { Slice, Task } from './sessions.ts';

/** Up to 40 s: pages of several levels settle while the rest stays for the rows. */
const time = fc.integer({ min: 0, max: 40e9 });
/** From fractions of a bucket to several pages. */
const duration = fc.oneof(
  fc.integer({ min: 0, max: 2e6 }),
  fc.integer({ min: 0, max: 3e9 }),
  fc.integer({ min: 0, max: 25e9 }),
);

const task = fc
  .record({ trial: fc.integer({ min: 0, max: 3 }), lane: fc.constantFrom(0, 1, 70), start: time, duration })
  .map(({ trial, lane, start, duration: length }): Task => ({ trial, lane, start, end: start + length }));
const unfinished = fc.constantFrom<Task>(
  { trial: 0, lane: 0, start: Number.NaN, end: Number.NaN },
  { trial: 1, lane: 1, start: 5e9, end: Number.NaN },
);
const tasks = fc.array(fc.oneof({ weight: 9, arbitrary: task }, { weight: 1, arbitrary: unfinished }), {
  minLength: 1,
  maxLength: 80,
});

/** Threads in three bands, one of them beyond 16 bits. */
const threads = [0, 1, 70, 65_600];
const delay = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: 0, max: 5e6 }),
  fc.integer({ min: 0, max: 4e9 }),
);
const slice = fc
  .record({
    core: fc.constantFrom(0, 1, 64),
    thread: fc.constantFrom(...threads),
    start: time,
    duration,
    delay,
  })
  .map(({ core, thread, start, duration: length, delay: waited }): Slice => {
    return { core, thread, ready: start - waited, start, end: start + length };
  });
const cut = fc.constantFrom<Slice>(
  { core: 0, thread: 0, ready: Number.NaN, start: 5e9, end: Number.NaN },
  { core: 1, thread: 70, ready: 9e9, start: 9e9, end: 9e9 },
);
const slices = fc.array(fc.oneof({ weight: 9, arbitrary: slice }, { weight: 1, arbitrary: cut }), {
  minLength: 1,
  maxLength: 120,
});

const view = fc
  .record({ from: fc.integer({ min: -1e9, max: 40e9 }), window: fc.constantFrom(1e3, 3e7, 2e9, 17e9, 120e9) })
  .map(({ from, window }) => ({ from: asNanoseconds(from), to: asNanoseconds(from + window), width: 37 }));

/** Busy and shares to a part in 65535 and a float's rounding; the dominant key wherever it holds anything. */
function expectSame(found: Viewport, expected: Viewport): void {
  const differing: unknown[] = [];
  for (let at = 0; at < expected.busy.length; at += 1) {
    const [is, should] = [found, expected].map((strip) => ({
      at,
      busy: strip.busy[at] ?? Number.NaN,
      share: strip.dominantShare[at] ?? Number.NaN,
      dominant: strip.dominant[at],
      count: strip.count[at],
    }));
    if (is === undefined || should === undefined) continue;
    const near = Math.abs(is.busy - should.busy) < 5e-5 && Math.abs(is.share - should.share) < 5e-5;
    const sameKey = is.dominant === should.dominant || should.share < 5e-5;
    if (!near || !sameKey || is.count !== should.count) differing.push({ is, should });
  }
  expect(differing).toEqual([]);
}

function expectViews(
  reader: SessionReader,
  group: ViewportQuery['group'],
  tracks: readonly number[],
  intervals: readonly Interval[],
  views: readonly Omit<ViewportQuery, 'group' | 'tracks'>[],
): void {
  for (const window of views) {
    const query = { ...window, group, tracks };
    expectSame(reader.viewport(query), bruteForce(intervals, query));
  }
}

function expectSliceViews(
  reader: SessionReader,
  rows: readonly Slice[],
  views: readonly Omit<ViewportQuery, 'group' | 'tracks'>[],
): void {
  expectViews(reader, 'cores', [0, 1, 64, 7], intervalsOfCores(rows), views);
  expectViews(reader, 'threads', [...threads, 9, 65], intervalsOfThreads(rows), views);
  expectViews(reader, 'delays', [...threads, 9, 65], intervalsOfDelays(rows), views);
}

/** Back to back on each core, from a moment up to half a minute after the session's start on. */
const lateSession = fc
  .record({
    begin: fc.integer({ min: 0, max: 30e9 }),
    lengths: fc.array(fc.integer({ min: 1000, max: 400e6 }), { minLength: 2, maxLength: 120 }),
    ending: fc.constantFrom('complete', 'cut off', 'other grid'),
    isShuffled: fc.boolean(),
  })
  .map(({ begin, lengths, ending, isShuffled }) => {
    const clocks = [begin, begin];
    const rows = lengths.map((length, index): Slice => {
      const core = index % 2;
      const start = (clocks[core] ?? 0) + (index % 3) * 1e6;
      clocks[core] = start + length;
      return { core, thread: index % 5, ready: start - 1e6, start, end: start + length };
    });
    return { rows: isShuffled ? rows.toSorted((a, b) => (a.end % 97) - (b.end % 97)) : rows, ending };
  });

/** As a file has it whose mips were made by other rules: its pages must not be taken for those of today. */
function makeGridAnother(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('UPDATE mip_group SET base_ns = base_ns / 2; UPDATE mip SET page = page * 2');
  database.close();
}

/** The busy time of each core's pixels together against that of its slices, to the rounding of buckets. */
function expectTimeOfSlices(reader: SessionReader, rows: readonly Slice[]): void {
  const last = Math.max(...rows.map(({ end }) => end));
  const spans = [
    { to: last, width: 1000 },
    { to: last, width: 40 },
    { to: 8 * 2 ** 31, width: 2 ** 10 },
    { to: 2 ** 36, width: 2 ** 9 },
  ];
  for (const { to, width } of spans) {
    const whole = { from: asNanoseconds(0), to: asNanoseconds(to), width };
    const { busy } = reader.viewport({ group: 'cores', tracks: [0, 1], ...whole });
    for (const core of [0, 1]) {
      const shown = busy.subarray(core * width, (core + 1) * width).reduce((sum, share) => sum + share, 0);
      const recorded = rows
        .filter((row) => row.core === core)
        .reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.min(start, to)), 0);
      // Rounding, and at the view's right the part of a bucket that reaches beyond it: two pixels at most.
      const difference = Math.abs((shown * to) / width - recorded);
      expect(difference).toBeLessThan((to / width) * 2 + recorded * 0.01);
    }
  }
}

describe('a viewport', () => {
  it('shows tasks exactly as the rows tell, in whatever order and however late they settle', async () => {
    const folder = ownFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(tasks, fc.array(view, { minLength: 4, maxLength: 8 }), async (rows, views) => {
        const path = join(folder, `${(run += 1)}.corelane`);
        const writer = await record(path);
        // Commits in between settle pages, which later rows then reach too late.
        const third = Math.ceil(rows.length / 3);
        for (let at = 0; at < rows.length; at += third) {
          writer.append('tasks', taskBatch(rows.slice(at, at + third)));
          await writer.flushed();
        }
        const live = openSession(path);
        expectViews(live, 'tasks', [0, 1, 70, 5], intervalsOfTasks(rows), views);
        live.close();
        await writer.finish({ complete: true });
        const finished = openSession(path);
        expectViews(finished, 'tasks', [0, 1, 70, 5], intervalsOfTasks(rows), views);
        finished.close();
      }),
      { numRuns: 8, seed: 1, endOnFailure: true },
    );
  }, 60_000);

  it('shows cores, threads and delays exactly as the slices tell, also those that arrive late or out of order', async () => {
    const folder = ownFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        slices,
        fc.boolean(),
        fc.array(view, { minLength: 4, maxLength: 8 }),
        async (random, ordered, views) => {
          const rows = ordered ? random.toSorted((a, b) => a.end - b.end) : random;
          const path = join(folder, `${(run += 1)}.corelane`);
          const writer = await record(path);
          const third = Math.ceil(rows.length / 3);
          for (let at = 0; at < rows.length; at += third) {
            writer.append('slices', sliceBatch(rows.slice(at, at + third)));
            await writer.flushed();
          }
          const live = openSession(path);
          expectSliceViews(live, rows, views);
          live.close();
          await writer.finish({ complete: true });
          const finished = openSession(path);
          expectSliceViews(finished, rows, views);
          finished.close();
        },
      ),
      { numRuns: 8, seed: 2, endOnFailure: true },
    );
  }, 60_000);

  it('shows a slice of a minute that arrives when everything around it has settled', async () => {
    const path = join(ownFolder(), 'minute.corelane');
    const writer = await record(path);
    const short = Array.from({ length: 600 }, (_, index) => ({
      core: 0,
      thread: index % 3,
      ready: index * 1e8 - 2e6,
      start: index * 1e8,
      end: index * 1e8 + 4e6,
    }));
    const long = { core: 1, thread: 9, ready: Number.NaN, start: 5e8, end: 60.5e9 };
    const next = { core: 0, thread: 9, ready: 60.5e9, start: 60.7e9, end: 60.8e9 };
    for (let at = 0; at < short.length; at += 150) {
      writer.append('slices', sliceBatch(short.slice(at, at + 150)));
      await writer.flushed();
    }
    writer.append('slices', sliceBatch([long, next]));
    await writer.flushed();
    const rows = [...short, long, next];
    const views = [2e6, 2e9, 61e9].map((length) => ({
      from: asNanoseconds(0),
      to: asNanoseconds(length),
      width: 50,
    }));
    const live = openSession(path);
    expectSliceViews(live, rows, views);
    live.close();
    await writer.finish({ complete: true });
    const finished = openSession(path);
    expectSliceViews(finished, rows, views);
    finished.close();
  }, 60_000);

  it('sums up to the time in the slices at every zoom, of sessions that begin late, were cut off, or were settled too early', async () => {
    const folder = ownFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(lateSession, async ({ rows, ending }) => {
        const path = join(folder, `${(run += 1)}.corelane`);
        const writer = await record(path);
        const half = Math.ceil(rows.length / 2);
        for (let at = 0; at < rows.length; at += half) {
          writer.append('slices', sliceBatch(rows.slice(at, at + half)));
          await writer.flushed();
        }
        // What a killed recorder leaves behind, as another process sees it.
        copySession(path, `${path}.cut`);
        await writer.finish({ complete: true });
        if (ending === 'other grid') makeGridAnother(path);
        const reader = openSession(ending === 'cut off' ? `${path}.cut` : path);
        expect(reader.complete).toBe(ending !== 'cut off');
        expectTimeOfSlices(reader, rows);
        reader.close();
      }),
      { numRuns: 12, seed: 3, endOnFailure: true },
    );
  }, 60_000);

  it('of thousands of threads costs what their slices cost', async () => {
    const path = join(ownFolder(), 'threads.corelane');
    const writer = await record(path);
    const rows = Array.from({ length: 6000 }, (_, thread) => ({
      core: thread % 2,
      thread,
      ready: thread * 2e6 - 1e6,
      start: thread * 2e6,
      end: thread * 2e6 + 3e6,
    }));
    writer.append('slices', sliceBatch(rows));
    await writer.finish({ complete: true });
    expect(statSync(path).size).toBeLessThan(1.5e6);
    const reader = openSession(path);
    const whole = { from: asNanoseconds(0), to: asNanoseconds(13e9), width: 40 };
    const tracks = [0, 63, 64, 2999, 5999, 7000];
    // In which all of the session is a small part of a pixel: no page is so coarse.
    const day = { from: asNanoseconds(0), to: asNanoseconds(86_400e9), width: 40 };
    expectViews(reader, 'threads', tracks, intervalsOfThreads(rows), [whole, day]);
    expectViews(reader, 'delays', tracks, intervalsOfDelays(rows), [whole, day]);
    reader.close();
  }, 60_000);

  it('of a session without slices is empty', async () => {
    const path = join(ownFolder(), 'none.corelane');
    const writer = await record(path);
    writer.append('slices', sliceBatch([]));
    await writer.finish({ complete: true });
    const reader = openSession(path);
    expectSliceViews(reader, [], [{ from: asNanoseconds(0), to: asNanoseconds(1e9), width: 10 }]);
    expect(reader.count('slices')).toBe(0);
    reader.close();
  });

  it('of thousands of lanes costs what their tasks cost, not what their time would', async () => {
    const path = join(ownFolder(), 'lanes.corelane');
    const lanes = 3000;
    const writer = await record(path);
    const rows = Array.from({ length: lanes }, (_, lane) => ({
      trial: 0,
      lane,
      start: lane * 1e6,
      end: 60e9,
    }));
    writer.append('tasks', taskBatch(rows));
    await writer.finish({ complete: true });
    // Dense pages would hold 3000 lanes × 28,000 buckets.
    expect(statSync(path).size).toBeLessThan(4e6);
    const reader = openSession(path);
    const whole = { from: asNanoseconds(0), to: asNanoseconds(60e9), width: 40 };
    expectViews(reader, 'tasks', [0, 1500, 2999], intervalsOfTasks(rows), [whole]);
    reader.close();
  }, 60_000);

  it('refuses a range or a width that is none', async () => {
    const path = join(ownFolder(), 'range.corelane');
    const writer = await record(path);
    await writer.finish({ complete: true });
    const reader = openSession(path);
    const from = asNanoseconds(10);
    const ask = (to: number, width: number) => () =>
      reader.viewport({ group: 'cores', tracks: [0], from, to: asNanoseconds(to), width });
    expect(ask(10, 100)).toThrow(/cannot be drawn/);
    expect(ask(Infinity, 100)).toThrow(/cannot be drawn/);
    expect(ask(20, 0)).toThrow(/cannot be drawn/);
    expect([...ask(20, 3)().busy]).toEqual([0, 0, 0]);
    reader.close();
  });
});
