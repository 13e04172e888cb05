import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copySession, openSession } from '../../../../src/main/engine/store/reader.ts';
import { seededRandom } from '../../../../src/shared/random.ts';
import type { SessionReader, Viewport, ViewportQuery } from '../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../src/shared/units.ts';
import { ownFolder, record, sliceBatch } from './sessions.ts';
import type { Slice } from './sessions.ts';

/** So many slices that a view of all of them is not answered from the rows themselves. */
const count = 160_000;
const threads = 70;

/** Two cores that are mostly busy; some rows come seconds after those of their time. */
function manySlices(): Slice[] {
  const random = seededRandom(11);
  const clocks = [0, 0];
  const slices = Array.from({ length: count }, (_, index): Slice => {
    const core = index % 2;
    const start = (clocks[core] ?? 0) + Math.floor(random() * 1e5);
    const end = start + 1000 + Math.floor(random() ** 3 * 1e6);
    clocks[core] = end;
    const ready = random() < 0.1 ? Number.NaN : start - Math.floor(random() * 1e6);
    return { core, thread: Math.floor(random() * threads), ready, start, end };
  });
  const arrival = slices.map(({ end }) => end + (random() < 0.001 ? 4e9 : 0));
  return [...slices.keys()]
    .sort((a, b) => (arrival[a] ?? 0) - (arrival[b] ?? 0))
    .flatMap((index) => slices[index] ?? []);
}

function viewsOf(reader: SessionReader, lengthNs: number): Viewport[] {
  const spans = [
    { from: 0, to: lengthNs, width: 700 },
    { from: -1e9, to: lengthNs * 1.5, width: 30 },
    { from: lengthNs * 0.2, to: lengthNs * 0.9, width: 1600 },
    { from: lengthNs * 0.5, to: lengthNs * 0.5001, width: 100 },
  ];
  const tracks: Readonly<Record<ViewportQuery['group'], readonly number[]>> = {
    cores: [0, 1, 2],
    threads: [0, 1, 69],
    delays: [0, 1, 69],
    tasks: [0],
  };
  return spans.flatMap(({ from, to, width }) =>
    (['cores', 'threads', 'delays', 'tasks'] as const).map((group) =>
      reader.viewport({
        group,
        tracks: tracks[group],
        from: asNanoseconds(from),
        to: asNanoseconds(to),
        width,
      }),
    ),
  );
}

describe('a session of many slices whose recording has not ended', () => {
  it('shows the same while it is recorded, after its recorder was killed, and when it is complete', async () => {
    const path = join(ownFolder(), 'many.corelane');
    const slices = manySlices();
    const lengthNs = slices.reduce((latest, { end }) => Math.max(latest, end), 0);
    const writer = await record(path);
    const part = count / 8;
    for (let at = 0; at < count / 2; at += part) {
      writer.append('slices', sliceBatch(slices.slice(at, at + part)));
    }
    // Uneven: the last rows lie in small chunks, which are rewritten below.
    writer.append('slices', sliceBatch(slices.slice(count / 2, count * 0.7)));
    await writer.flushed();
    const live = openSession(path);
    const early = viewsOf(live, lengthNs);
    for (let at = count * 0.7; at < count; at += part / 7) {
      writer.append('slices', sliceBatch(slices.slice(at, at + part / 7)));
      await writer.flushed();
    }
    expect(live.count('slices')).toBe(count);
    copySession(path, `${path}.cut`);
    const growing = viewsOf(live, lengthNs);
    await writer.finish({ complete: true });

    const cut = openSession(`${path}.cut`);
    const finished = openSession(path);
    const expected = viewsOf(finished, lengthNs);
    expect(early).not.toEqual(expected);
    expect(growing).toEqual(expected);
    expect(viewsOf(cut, lengthNs)).toEqual(expected);
    expect(viewsOf(live, lengthNs)).toEqual(expected);
    for (const reader of [live, cut, finished]) reader.close();
  }, 60_000);
});
