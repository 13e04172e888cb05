import os from 'node:os';
import { expect, it } from 'vitest';
import { Unfollowed } from '../../../../../src/main/engine/collector/linux/unfollowed.ts';

const { EMFILE, EACCES } = os.constants.errno;

it('says once per reason how many threads could not be followed, and what to do about it', () => {
  const unfollowed = new Unfollowed();
  expect(unfollowed.warnings).toEqual([]);
  unfollowed.add([
    { tid: 1, error: EMFILE },
    { tid: 2, error: EMFILE },
    { tid: 3, error: EACCES },
  ]);
  unfollowed.add([{ tid: 2, error: EMFILE }]);
  expect([unfollowed.has(2), unfollowed.has(4)]).toEqual([true, false]);
  expect(unfollowed.warnings).toEqual([
    expect.stringMatching(/^2 threads .*ulimit -n/),
    expect.stringMatching(/^1 threads .*root/),
  ]);
});
