import { expect, it } from 'vitest';
import { countTests, isSame } from './unittest-counts.ts';

const printed = `
test_one (test.test_x.T.test_one) ... ok
======================================================================
FAIL: test_two (test.test_x.T.test_two)
----------------------------------------------------------------------
Ran 12 tests in 1.234s

FAILED (failures=1, skipped=2)
Ran 1 test in 0.1s

OK
Ran 3 tests in 0.1s

OK (skipped=1)
`;

it('adds up what each part of a suite says at its end', () => {
  expect(countTests(printed)).toEqual({
    ran: 16,
    skipped: 3,
    failed: 1,
    names: ['test_two (test.test_x.T.test_two)'],
  });
});

it('takes runs for different when one of the counts is', () => {
  const counts = countTests(printed);
  expect(isSame(counts, countTests(printed))).toBe(true);
  expect(isSame(counts, { ...counts, ran: 15 })).toBe(false);
});
