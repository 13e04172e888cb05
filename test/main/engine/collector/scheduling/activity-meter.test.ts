import { expect, it } from 'vitest';
import { ActivityMeter } from '../../../../../src/main/engine/collector/scheduling/activity-meter.ts';

const thread = (tid: number) => ({ pid: 1, tid, name: `thread-${tid}`, core: tid % 2 });
const rest = { processes: 1, switches: null };

it('tells the busiest threads since the last telling, ten at most, and no idle ones', () => {
  const threads = Array.from({ length: 14 }, (_, tid) => thread(tid));
  const meter = new ActivityMeter(0, []);
  const first = meter.tell(
    100,
    threads.map((one) => [one, one.tid * 5] as const),
    rest,
  );
  expect(first.threads).toBe(14);
  expect(first.busiest.map(({ tid }) => tid)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
  expect(first.busiest[0]).toEqual({ ...thread(13), busy: 0.65 });
  const second = meter.tell(
    200,
    threads.slice(0, 4).map((one) => [one, one.tid * 5 + (one.tid === 3 ? 20 : 0)] as const),
    rest,
  );
  expect(second).toMatchObject({ threads: 4, busiest: [{ tid: 3, busy: 0.2 }] });
});

it('does not count what threads had done before the trial', () => {
  const old = thread(1);
  const meter = new ActivityMeter(0, [[old, 1000] as const]);
  expect(meter.tell(100, [[old, 1050] as const], rest).busiest).toMatchObject([{ busy: 0.5 }]);
});
