import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanRecord, type Span } from '../../../../src/renderer/panels/live/span-record.ts';
import { spansOf } from './live-rows.ts';

const rowsOf = (record: SpanRecord, first = 0): Span[] => {
  const rows: Span[] = [];
  record.forEach(first, (span) => rows.push(span));
  return rows;
};
const span = (lane: number, startNs: number, endNs: number, failed = 0): Span => ({
  lane,
  startNs,
  endNs,
  tasks: 1,
  failed,
});

describe('the spans of a trial under way', () => {
  it('are kept in the order they came, without those of other trials', () => {
    const record = new SpanRecord(0);
    record.add(spansOf(3, [span(0, 0, 10), span(1, 2, 12)]), 3);
    record.add(spansOf(4, [span(0, 20, 30)]), 3);
    expect(rowsOf(record)).toEqual([span(0, 0, 10), span(1, 2, 12)]);
  });

  it('leave out what never ran', () => {
    const record = new SpanRecord(0);
    record.add(spansOf(0, [span(0, Number.NaN, 10)]), 0);
    expect(record.length).toBe(0);
  });

  it('join those too narrow to be told apart, but no failure with a success', () => {
    const record = new SpanRecord(0);
    const late = 1e9;
    record.add(
      spansOf(0, [span(0, late, late + 10), span(0, late + 10, late + 20), span(0, late + 20, late + 30, 1)]),
      0,
    );
    expect(rowsOf(record)).toEqual([
      { lane: 0, startNs: late, endNs: late + 20, tasks: 2, failed: 0 },
      span(0, late + 20, late + 30, 1),
    ]);
  });

  it('count every task once, and stay few however many come', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20_000 });
    fc.assert(
      fc.property(lengths, fc.array(fc.boolean(), { minLength: 50, maxLength: 50 }), (taken, failures) => {
        const record = new SpanRecord(0);
        let now = 0;
        const all = taken.map((length, index) => {
          const start = now;
          now += length;
          return span(0, start, now, failures[index % 50] === true && index % 1000 === 0 ? 1 : 0);
        });
        record.add(spansOf(0, all), 0);
        const rows = rowsOf(record);
        expect(rows.reduce((sum, row) => sum + row.tasks, 0)).toBe(all.length);
        expect(rows.reduce((sum, row) => sum + row.failed, 0)).toBe(
          all.reduce((sum, row) => sum + row.failed, 0),
        );
        expect(rows.at(-1)?.endNs).toBe(now);
      }),
      { numRuns: 30 },
    );
    const long = new SpanRecord(0);
    for (let batch = 0; batch < 200; batch++) {
      const rows = Array.from({ length: 1000 }, (_, row) => {
        const start = (batch * 1000 + row) * 100;
        return span(0, start, start + 100);
      });
      long.add(spansOf(0, rows), 0);
    }
    expect(long.length).toBeLessThan(30_000);
  });
});
