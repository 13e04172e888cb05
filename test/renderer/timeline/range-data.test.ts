import { describe, expect, it } from 'vitest';
import { RangeData } from '../../../src/renderer/timeline/range-data.ts';
import { SpanData } from '../../../src/renderer/timeline/span-data.ts';
import { StepData } from '../../../src/renderer/timeline/step-data.ts';
import type { TimeRange } from '../../../src/renderer/timeline/viewport.ts';

const noPause = (): Promise<void> => Promise.resolve();
const answered = (): Promise<void> => new Promise((settled) => setImmediate(settled));
const range = (fromNs: number, toNs: number): TimeRange => ({ fromNs, toNs });

/** Holds so many things that no more than `mostNs` of them can be told. */
function dataOf(mostNs: number) {
  const asked: string[] = [];
  const data = new RangeData(
    async ({ fromNs, toNs }) => {
      asked.push(`${fromNs}–${toNs}`);
      return toNs - fromNs > mostNs ? null : { fromNs };
    },
    () => undefined,
    noPause,
  );
  const look = async (fromNs: number, toNs: number) => {
    data.look(range(fromNs, toNs));
    await answered();
  };
  return { asked, data, look };
}

describe('what lies in a range', () => {
  it('is asked for with a view’s width beyond both edges, and again only beyond that', async () => {
    const { asked, data, look } = dataOf(1000);
    await look(100, 200);
    await look(150, 250);
    expect(asked).toEqual(['0–300']);
    expect(data.of(range(150, 250))).toEqual({ fromNs: 0 });
    await look(250, 350);
    expect(asked).toEqual(['0–300', '150–450']);
  });

  it('is asked for as it is seen where more would be too much, and then not until the view is narrower', async () => {
    const { asked, data, look } = dataOf(1000);
    await look(0, 900);
    await look(0, 900);
    expect(asked).toEqual(['-900–1800', '0–900']);
    expect(data.of(range(0, 900))).not.toBeNull();
    await look(5000, 8000);
    await look(5000, 8000);
    await look(5000, 8000);
    expect(asked).toHaveLength(4);
    expect(data.of(range(5000, 8000))).toBeNull();
    await look(6000, 6200);
    expect(data.of(range(6000, 6200))).not.toBeNull();
  });
});

describe('the steps of coroutines', () => {
  it('are known by task, those in sight, and one that nobody saw end lasts', async () => {
    const steps = {
      task: Uint32Array.of(4, 5, 4),
      pid: new Uint32Array(3),
      tid: new Uint32Array(3),
      start: Float64Array.of(10, 20, 30),
      end: Float64Array.of(15, 25, Number.NaN),
    };
    const source = { stepsWithin: async () => ({ total: 3, steps, lanes: new Uint16Array(3) }) };
    const data = new StepData('s', source, () => undefined, noPause);
    data.look(range(0, 100));
    await answered();
    const bars = data.bars(range(0, 100));
    expect(bars?.within(4, range(0, 100))).toEqual([
      { startNs: 10, endNs: 15 },
      { startNs: 30, endNs: Infinity },
    ]);
    expect(bars?.within(4, range(16, 29))).toEqual([]);
    expect(bars?.within(6, range(0, 100))).toEqual([]);
  });
});

describe('marks and the like', () => {
  it('are known by thread; many of one kind do not hide the few of another', async () => {
    const source = {
      spansWithin: async ({ kinds }: { readonly kinds: readonly string[] }) =>
        kinds.includes('gc')
          ? { total: 1e6, spans: null, threads: new Uint32Array(), names: [] }
          : {
              total: 2,
              spans: {
                kind: Uint8Array.of(0, 1),
                name: Uint32Array.of(1, 0),
                pid: new Uint32Array(2),
                tid: new Uint32Array(2),
                start: Float64Array.of(50, 60),
                end: Float64Array.of(50, Number.NaN),
              },
              // The collector did not see the second one’s thread.
              threads: Uint32Array.of(3, 0),
              names: [{ number: 1, text: 'begun' }],
            },
    };
    const data = new SpanData('s', source, () => undefined, noPause);
    data.look(range(0, 100));
    await answered();
    const mark = { kind: 'mark', name: 'begun', thread: 2, startNs: 50, endNs: 50 };
    expect(data.of(2, range(0, 100))).toEqual([mark, mark]);
    expect(data.of(7, range(0, 100))).toEqual([]);
  });
});
