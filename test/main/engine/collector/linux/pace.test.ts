import { expect, it } from 'vitest';
import { Pace } from '../../../../../src/main/engine/collector/linux/pace.ts';

const second = 1e9;

/** The pace after so many seconds in which the collector used this share of a core. */
function after(seconds: number, share: number, pace = new Pace(), from = 0): Pace {
  for (let i = 0; i <= seconds; i++) pace.judge((from + i) * second, i * share * second);
  return pace;
}

it('looks at the threads every period as long as that is cheap', () => {
  const pace = after(10, 0.01);
  expect(pace.stretch).toBe(1);
  expect([pace.due(), pace.due()]).toEqual([true, true]);
});

it('looks less often the dearer it is, and never gives up', () => {
  expect(after(1, 0.1).stretch).toBe(2);
  expect(after(2, 0.1).stretch).toBe(4);
  expect(after(100, 1).stretch).toBe(32);
});

it('looks every fourth period at a stretch of four', () => {
  const pace = after(2, 0.1);
  expect(Array.from({ length: 8 }, () => pace.due())).toEqual([
    false,
    false,
    false,
    true,
    false,
    false,
    false,
    true,
  ]);
});

it('comes back once there is less to look at', () => {
  const pace = after(3, 0.1);
  pace.judge(4 * second, 0.301 * second);
  expect(pace.stretch).toBe(4);
});

it('judges no more than once a second', () => {
  const pace = new Pace();
  for (let tenth = 0; tenth < 10; tenth++) pace.judge((tenth * second) / 10, tenth * second);
  expect(pace.stretch).toBe(1);
});
