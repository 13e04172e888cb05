import { expect, it } from 'vitest';
import { LookPace } from '../../../../../../src/main/engine/collector/linux/waits/look-pace.ts';

const rests = (pace: LookPace, threads: number, count = 100): readonly number[] =>
  Array.from({ length: count }, () => pace.restNs(threads));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A pace to which each thread costs so much. */
function paceAt(costNs: number, threads: number): LookPace {
  const pace = new LookPace();
  for (let look = 0; look < 20; look++) pace.looked(threads, costNs * threads);
  return pace;
}

it('looks at a few threads almost fifty times a second, and never in step with anything', () => {
  const few = rests(paceAt(5e3, 4), 4);
  expect(mean(few)).toBeCloseTo(22e6, -6);
  expect(new Set(few.map((restNs) => Math.round(restNs / 1e3))).size).toBeGreaterThan(90);
  expect(Math.min(...few)).toBeGreaterThan(14e6);
  expect(Math.max(...few)).toBeLessThan(30e6);
});

it('rests a hundred times as long as looking takes', () => {
  expect(mean(rests(paceAt(5e3, 100), 100))).toBeCloseTo((0.2e6 + 0.5e6) * 100, -6);
});

it('looks once a second however many there are', () => {
  expect(mean(rests(paceAt(5e3, 100_000), 100_000))).toBeCloseTo(1e9, -8);
});

it('takes no notice of looks that were interrupted', () => {
  const pace = paceAt(5e3, 4);
  pace.looked(4, 50e6);
  pace.looked(0, 50e6);
  expect(mean(rests(pace, 4))).toBeCloseTo(22e6, -6);
});

it('looks no closer than fifty times a second', () => {
  expect(mean(rests(new LookPace(), 0))).toBeCloseTo(20e6, -6);
});

it('says how many can be looked at once a second: fewer, the dearer they are, but some', () => {
  expect(new LookPace().affordableThreads).toBe(1960);
  expect(paceAt(50e3, 100).affordableThreads).toBe(196);
  expect(paceAt(5e6, 100).affordableThreads).toBe(64);
});
