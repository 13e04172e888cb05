import { expect, it } from 'vitest';
import { type Detail, Pace } from '../../../../../src/main/engine/collector/linux/pace.ts';

/** The pace after so many judgements, each for a second in which the collector used this share of a core. */
function after(judgements: number, share: number, pace = new Pace()): Pace {
  const second = 1e9;
  for (let i = 0; i <= judgements; i++) pace.judge((i + 1) * second, i * share * second);
  return pace;
}

const periods = (pace: Pace, count: number): Detail[] => Array.from({ length: count }, () => pace.next());

it('looks at everything every period as long as that is cheap', () => {
  expect(new Set(periods(after(10, 0.01), 5))).toEqual(new Set(['run-times-and-cores']));
});

it('leaves the cores out first when it gets dear', () => {
  expect(new Set(periods(after(1, 0.02), 5))).toEqual(new Set(['run-times']));
});

it('skips periods next', () => {
  const pace = after(3, 0.1);
  const seen = periods(pace, 8);
  expect(seen.filter((detail) => detail === 'run-times')).toHaveLength(2);
  expect(seen.filter((detail) => detail === 'nothing')).toHaveLength(6);
});

it('never gives up', () => {
  expect(periods(after(100, 1), 32)).toContain('run-times');
});

it('looks closely again once there is less to look at', () => {
  const pace = after(2, 0.1);
  const idleSince = 0.2e9;
  pace.judge(4e9, idleSince);
  pace.judge(5e9, idleSince);
  expect(pace.next()).toBe('run-times-and-cores');
});

it('does not judge from a moment', () => {
  const pace = new Pace();
  for (let ms = 0; ms < 300; ms += 20) pace.judge(ms * 1e6, ms * 1e6);
  expect(pace.next()).toBe('run-times-and-cores');
});
