import { describe, expect, it } from 'vitest';
import {
  barsRange,
  drawnSingly,
  isSharp,
  mostBars,
  startedInStrip,
} from '../../../src/renderer/timeline/level-of-detail.ts';
import { evenStrip } from './sessions.ts';

describe('the level of detail', () => {
  it('draws tasks one by one while they are few and wide enough', () => {
    const chosen = drawnSingly(
      [
        { id: 0, rows: 2, things: 100 },
        { id: 1, rows: 2, things: 50_000 },
        { id: 2, rows: 2, things: null },
        { id: 3, rows: 1, things: 700 },
      ],
      1000,
    );
    expect([...chosen]).toEqual([0]);
  });

  it('never draws more bars in a frame than it can afford, and begins with the trials that have fewest', () => {
    const groups = [2000, 900, 1500].map((things, id) => ({ id, rows: 16, things }));
    expect([...drawnSingly(groups, 1000)]).toEqual([1, 2]);
  });

  it('estimates from a strip what touches a range: what begins there, and one per lane that began before', () => {
    expect(startedInStrip(evenStrip(2, 0, 1000, 100, 3), { fromNs: 500, toNs: 600 })).toBe(2 + 2 * 10 * 3);
  });

  it('calls a strip sharp when it covers what is seen of the trial as finely as the screen', () => {
    const extent = { fromNs: 0, toNs: 5000 };
    const seen = { fromNs: 4000, toNs: 6000 };
    expect(isSharp({ fromNs: 3000, toNs: 5000 }, 20, seen, extent, 100)).toBe(true);
    expect(isSharp({ fromNs: 3000, toNs: 5000 }, 40, seen, extent, 100)).toBe(false);
    expect(isSharp({ fromNs: 4500, toNs: 9000 }, 20, seen, extent, 100)).toBe(false);
    expect(isSharp({ fromNs: 0, toNs: 1 }, 99, { fromNs: 6000, toNs: 7000 }, extent, 100)).toBe(true);
  });

  it('asks for the whole trial when it is small, else for what is seen with some margin', () => {
    const extent = { fromNs: 0, toNs: 1e6 };
    const seen = { fromNs: 1000, toNs: 2000 };
    expect(barsRange(seen, extent, 40, 500)).toEqual(extent);
    expect(barsRange(seen, extent, 40, 100_000)).toEqual({ fromNs: 0, toNs: 3000 });
    expect(barsRange(seen, extent, mostBars - 1, null)).toEqual(seen);
  });
});
