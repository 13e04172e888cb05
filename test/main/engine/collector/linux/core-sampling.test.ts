import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { coreShares } from '../../../../../src/main/engine/collector/linux/core-sampling.ts';
import type { CoreTimes } from '../../../../../src/shared/proc-format.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';

const core = (number: number, user: number, iowait: number, steal: number, idle: number): CoreTimes => ({
  core: number,
  userNs: asNanoseconds(user),
  systemNs: asNanoseconds(0),
  iowaitNs: asNanoseconds(iowait),
  stealNs: asNanoseconds(steal),
  idleNs: asNanoseconds(idle),
});

it('takes stolen time for busy and waiting for a disk for idle', () => {
  const shares = coreShares([core(0, 0, 0, 0, 0)], [core(0, 10, 20, 30, 40)]);
  expect(shares).toEqual([{ core: 0, busy: 0.4 }]);
});

it('leaves out a core for which no tick has passed, and one that was not there before', () => {
  const before = [core(0, 5, 5, 5, 5), core(1, 0, 0, 0, 0)];
  const after = [core(0, 5, 5, 5, 5), core(1, 10, 0, 0, 0), core(2, 1, 1, 1, 1)];
  expect(coreShares(before, after)).toEqual([{ core: 1, busy: 1 }]);
});

it('gives a share between 0 and 1 even when the kernel counts backwards', () => {
  const times = fc.tuple(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9), fc.nat(1e9));
  fc.assert(
    fc.property(times, times, (before, after) => {
      for (const { busy } of coreShares([core(0, ...before)], [core(0, ...after)])) {
        expect(busy).toBeGreaterThanOrEqual(0);
        expect(busy).toBeLessThanOrEqual(1);
      }
    }),
  );
});
