import { describe, expect, it } from 'vitest';
import { coreLoads } from '../../../../src/main/engine/collector/core-loads.ts';

const row = (core: number, time: number, busyNs: number, idleNs: number, unknown = 0) => ({
  core,
  time,
  userNs: busyNs,
  systemNs: 0,
  idleNs,
  iowaitNs: unknown,
  stealNs: unknown,
});

describe('the load of the cores', () => {
  it('is one reading per core over all its rows, at the time of the last', () => {
    const loads = coreLoads([row(1, 10, 20, 0), row(0, 10, 0, 10), row(1, 20, 0, 20), row(1, 30, 40, 0)]);
    expect([...loads.core]).toEqual([0, 1]);
    expect([...loads.timeNs]).toEqual([10, 30]);
    expect([...loads.busy]).toEqual([0, 0.75]);
  });

  it('goes by what is known where the system does not tell everything', () => {
    expect([...coreLoads([row(0, 10, 30, 10, Number.NaN)]).busy]).toEqual([0.75]);
    expect([...coreLoads([row(0, 10, 0, 0)]).busy]).toEqual([0]);
    expect(coreLoads([]).core).toHaveLength(0);
  });
});
