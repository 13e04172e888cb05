import { array, assert, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halved, type CoreReading } from '../../../../src/main/engine/live/core-history.ts';
import { LiveFeed } from '../../../../src/main/engine/live/live-feed.ts';
import { mergeSpans, mergeToLimit, type Span } from '../../../../src/main/engine/live/span.ts';
import { SpanHistory } from '../../../../src/main/engine/live/span-history.ts';
import { outcomeCode, type TaskBatch } from '../../../../src/shared/session.ts';

/** Tasks of a few lanes, each lane's one after the other as executors run them. */
const laneTasks = array(
  record({
    lane: nat(3),
    gapNs: nat(5_000_000),
    lengthNs: nat(5_000_000),
    failed: nat(1),
  }),
  { maxLength: 200 },
).map((steps): Span[] => {
  const ends = new Map<number, number>();
  return steps.map(({ lane, gapNs, lengthNs, failed }) => {
    const startNs = (ends.get(lane) ?? 0) + gapNs;
    ends.set(lane, startNs + lengthNs);
    return { trial: 0, lane, startNs, endNs: startNs + lengthNs, tasks: 1, failed };
  });
});

const total = (spans: readonly Span[], key: 'tasks' | 'failed'): number =>
  spans.reduce((sum, span) => sum + span[key], 0);

const extent = (spans: readonly Span[], lane: number): readonly [number, number] => {
  const own = spans.filter((span) => span.lane === lane);
  return [Math.min(...own.map(({ startNs }) => startNs)), Math.max(...own.map(({ endNs }) => endNs))];
};

describe('merged spans', () => {
  it('hold the same tasks over the same time, and none is longer than the resolution but by one task', () => {
    assert(
      property(laneTasks, integer({ min: 1, max: 20_000_000 }), (tasks, resolutionNs) => {
        const spans = mergeSpans(tasks, resolutionNs);
        expect(total(spans, 'tasks')).toBe(tasks.length);
        expect(total(spans, 'failed')).toBe(total(tasks, 'failed'));
        for (const lane of [0, 1, 2, 3]) expect(extent(spans, lane)).toEqual(extent(tasks, lane));
        for (const span of spans) {
          if (span.tasks > 1) expect(span.endNs - span.startNs).toBeLessThanOrEqual(resolutionNs);
        }
      }),
    );
  });

  it('of a lane do not overlap where its tasks do not', () => {
    assert(
      property(laneTasks, (tasks) => {
        for (const lane of [0, 1, 2, 3]) {
          const own = mergeSpans(tasks, 2e6).filter((span) => span.lane === lane);
          for (const [index, span] of own.slice(1).entries()) {
            expect(span.startNs).toBeGreaterThanOrEqual(own[index]?.endNs ?? 0);
          }
        }
      }),
    );
  });

  it('become as few as asked for, unless every lane has one', () => {
    assert(
      property(laneTasks, integer({ min: 1, max: 50 }), (tasks, limit) => {
        const { spans } = mergeToLimit(tasks, limit, 1000);
        expect(spans.length).toBeLessThanOrEqual(Math.max(limit, 4));
        expect(total(spans, 'tasks')).toBe(tasks.length);
      }),
    );
  });
});

describe('the history of spans', () => {
  it('stays within its limit, and the newest as fine as they came', () => {
    assert(
      property(array(laneTasks, { maxLength: 20 }), (pieces) => {
        const history = new SpanHistory(100, 1000);
        for (const piece of pieces) history.add(piece);
        const all = pieces.flat();
        expect(history.all().length).toBeLessThanOrEqual(Math.max(100, pieces.at(-1)?.length ?? 0));
        expect(total(history.all(), 'tasks')).toBe(all.length);
        expect(history.all().slice(-25)).toEqual(all.length <= 25 ? all : all.slice(-25));
      }),
    );
  });
});

describe('the history of the cores', () => {
  it('is halved by joining two readings over the time of both', () => {
    const readings: CoreReading[] = [
      { core: 0, timeNs: 10, busy: 1 },
      { core: 1, timeNs: 10, busy: 0.5 },
      { core: 0, timeNs: 20, busy: 0 },
      { core: 0, timeNs: 30, busy: 1 },
      { core: 0, timeNs: 60, busy: 0 },
    ];
    expect(halved(readings)).toEqual([
      { core: 1, timeNs: 10, busy: 0.5 },
      { core: 0, timeNs: 20, busy: 0.5 },
      { core: 0, timeNs: 60, busy: 0.25 },
    ]);
  });
});

/** Tasks of one lane, 10 ms each and 10 ms apart; the last of them failed with an end that nobody saw. */
function batchOf(trial: number, first: number, rows: number): TaskBatch {
  const column = (valueOf: (index: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) => valueOf(first + row));
  const last = (row: number) => row === rows - 1;
  return {
    trial: new Uint16Array(rows).fill(trial),
    index: Uint32Array.from(column((index) => index)),
    input: new Uint32Array(rows),
    submit: new Float64Array(rows),
    start: column((index) => index * 20e6),
    end: Float64Array.from({ length: rows }, (_, row) =>
      last(row) ? Number.NaN : (first + row) * 20e6 + 10e6,
    ),
    worker: new Uint32Array(rows),
    lane: new Uint16Array(rows),
    tid: new Uint32Array(rows),
    outcome: Uint8Array.from({ length: rows }, (_, row) => outcomeCode(last(row) ? 'lost' : 'ok')),
    argument_bytes: new Float64Array(rows),
    result_bytes: new Float64Array(rows),
  };
}

describe('the feed of a lab', () => {
  const planned = { executor: 'event-loop', workers: 1, repeat: 1 } as const;

  it('tells each change once, and all of them to whoever comes later', () => {
    const feed = new LiveFeed('job');
    feed.begin(process.hrtime.bigint());
    feed.trialBegan(0, planned, 5);
    feed.tasksSettled(batchOf(0, 0, 3));
    feed.coresRead({
      timeNs: Float64Array.of(7),
      core: Uint16Array.of(1),
      busy: Float32Array.of(0.5),
    });
    const first = feed.take();
    expect(first.trials).toEqual([{ ...planned, trial: 0, startNs: 5, endNs: null, settled: 3, failed: 1 }]);
    expect([...first.spans.tasks]).toEqual([1, 1, 1]);
    expect([...first.spans.failed]).toEqual([0, 0, 1]);
    expect(first.spans.endNs.every((end) => end >= 0)).toBe(true);
    expect([...first.cores.core]).toEqual([1]);
    const second = feed.take();
    expect([second.trials, second.spans.tasks.length, second.cores.core.length]).toEqual([[], 0, 0]);
    feed.trialEnded(0, 99);
    feed.pass();
    expect(feed.take().trials).toEqual([]);
    const history = feed.history();
    expect(history.trials).toMatchObject([{ endNs: 99, settled: 3, failed: 1 }]);
    expect([...history.spans.tasks]).toEqual([1, 1, 1]);
    expect([...history.cores.core]).toEqual([1]);
  });

  it('keeps a batch small however long nobody takes one', () => {
    const feed = new LiveFeed('job');
    for (let time = 0; time < 20_000; time += 1) {
      feed.coresRead({ timeNs: Float64Array.of(time), core: Uint16Array.of(0), busy: Float32Array.of(0.5) });
    }
    const { cores } = feed.take();
    expect(cores.core.length).toBeLessThanOrEqual(6_000);
    expect(cores.timeNs.at(-1)).toBe(19_999);
    expect(new Set(cores.busy)).toEqual(new Set([0.5]));
  });

  it('keeps a batch small however many tasks settle', () => {
    const feed = new LiveFeed('job');
    feed.trialBegan(0, planned, 0);
    for (let first = 0; first < 100_000; first += 1000) feed.tasksSettled(batchOf(0, first, 1000));
    const { spans } = feed.take();
    expect(spans.tasks.length).toBeLessThanOrEqual(2000);
    expect(spans.tasks.reduce((sum, tasks) => sum + tasks, 0)).toBe(100_000);
    const { spans: kept } = feed.history();
    expect(kept.tasks.length).toBeLessThanOrEqual(14_000);
    expect(kept.tasks.reduce((sum, tasks) => sum + tasks, 0)).toBe(100_000);
  });
});
