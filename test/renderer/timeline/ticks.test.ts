import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, formatSpan } from '../../../src/renderer/timeline/ticks.ts';

const labels = (fromNs: number, toNs: number, widthPx: number) =>
  axisTicks({ fromNs, toNs }, widthPx).ticks.map(({ label }) => label);

describe('the ticks of the axis', () => {
  it('stand at round moments, in a unit that fits what is seen', () => {
    expect(labels(0, 5e9, 600)).toEqual(['0 s', '1 s', '2 s', '3 s', '4 s', '5 s']);
    expect(labels(0, 1.2e9, 600)).toEqual(['0.0 s', '0.2 s', '0.4 s', '0.6 s', '0.8 s', '1.0 s', '1.2 s']);
    expect(labels(0, 30e6, 400)).toEqual(['0 ms', '10 ms', '20 ms', '30 ms']);
    expect(labels(3000, 9000, 300)).toEqual(['4 µs', '6 µs', '8 µs']);
  });

  it('count from a base where the moments themselves would be too long', () => {
    expect(axisTicks({ fromNs: 12_345_678_000, toNs: 12_345_708_000 }, 300)).toEqual({
      base: '12.345 s',
      ticks: [
        { atNs: 12_345_680_000, label: '+680 µs' },
        { atNs: 12_345_690_000, label: '+690 µs' },
        { atNs: 12_345_700_000, label: '+700 µs' },
      ],
    });
  });

  it('never stand closer than their labels are wide, and no two are labelled alike', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e11, noNaN: true }),
        fc.double({ min: 1e3, max: 1e11, noNaN: true }),
        fc.integer({ min: 120, max: 3000 }),
        (fromNs, span, widthPx) => {
          const { ticks } = axisTicks({ fromNs, toNs: fromNs + span }, widthPx);
          expect(ticks.length).toBeLessThanOrEqual(widthPx / 84 + 1);
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        },
      ),
    );
  });
});

describe('a length of time', () => {
  it('has the unit of its size, and digits to what can be told apart', () => {
    expect(formatSpan(1_234_567_890)).toBe('1.235 s');
    expect(formatSpan(1_234_567_890, 1000)).toBe('1.234568 s');
    expect(formatSpan(52_000, 100)).toBe('52.0 µs');
    expect(formatSpan(12)).toBe('12 ns');
  });
});
