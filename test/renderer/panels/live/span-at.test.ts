import { describe, expect, it } from 'vitest';
import { spanAt } from '../../../../src/renderer/panels/live/span-at.ts';
import { SpanRecord } from '../../../../src/renderer/panels/live/span-record.ts';
import { describeSpan, describeTrial } from '../../../../src/renderer/panels/live/trial-words.ts';
import { placeOnSpans, type SpansLayout } from '../../../../src/renderer/timeline/paint-spans.ts';
import { spansOf } from './live-rows.ts';

const ms = 1e6;
const record = new SpanRecord(0);
record.add(
  spansOf(0, [
    { lane: 0, startNs: 0, endNs: 100 * ms, tasks: 1, failed: 0 },
    { lane: 1, startNs: 0, endNs: 40 * ms, tasks: 12, failed: 1 },
    { lane: 1, startNs: 60 * ms, endNs: 100 * ms, tasks: 1, failed: 0 },
  ]),
  0,
);

describe('spanAt', () => {
  it('finds the span under a place, on its lane', () => {
    expect(spanAt(record, { lane: 1, timeNs: 70 * ms, nearNs: 0 })).toMatchObject({ startNs: 60 * ms });
    expect(spanAt(record, { lane: 0, timeNs: 70 * ms, nearNs: 0 })).toMatchObject({ startNs: 0 });
  });

  it('takes the nearest of those that are near, and none where none is', () => {
    expect(spanAt(record, { lane: 1, timeNs: 45 * ms, nearNs: 20 * ms })).toMatchObject({ tasks: 12 });
    expect(spanAt(record, { lane: 1, timeNs: 50 * ms, nearNs: 2 * ms })).toBeNull();
    expect(spanAt(record, { lane: 2, timeNs: 0, nearNs: ms })).toBeNull();
  });
});

describe('a place of the drawn spans', () => {
  const layout: SpansLayout = {
    box: { x: 0, y: 0, width: 1000, height: 222 },
    range: { fromNs: 500 * ms, toNs: 1500 * ms },
    zeroNs: 500 * ms,
    executor: 'thread-pool',
    lanes: 2,
  };

  it('is a lane and a time below the axis, down to the last lane', () => {
    expect(placeOnSpans(layout, { x: 250, y: 23 })).toEqual({ lane: 0, timeNs: 750 * ms, nearNs: 2 * ms });
    expect(placeOnSpans(layout, { x: 0, y: 50 })).toMatchObject({ lane: 1, timeNs: 500 * ms });
    expect(placeOnSpans(layout, { x: 0, y: 10 })).toBeNull();
    expect(placeOnSpans(layout, { x: 0, y: 200 })).toBeNull();
  });
});

describe('words for the live timeline', () => {
  it('say what a bar is', () => {
    const span = { lane: 1, startNs: 1500 * ms, endNs: 1540 * ms, tasks: 12, failed: 1 };
    expect(describeSpan(span, 500 * ms)).toBe('Lane 1 · 1.00 s to 1.04 s · 12 tasks, 1 failed');
  });

  it('say what the whole of it shows', () => {
    const trial = {
      trial: 0,
      executor: 'thread-pool',
      workers: 2,
      repeat: 1,
      startNs: 0,
      endNs: null,
      settled: 120,
      failed: 3,
    } as const;
    expect(describeTrial(trial, 2000 * ms)).toBe(
      'Timeline of tasks: thread-pool × 2, repeat 1: 120 tasks settled in 2.00 s, 3 of them failed',
    );
    expect(describeTrial(null, 0)).toContain('no trial has begun yet');
  });
});
