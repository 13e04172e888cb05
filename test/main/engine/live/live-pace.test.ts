import { describe, expect, it } from 'vitest';
import { liveEveryMs, LivePace } from '../../../../src/main/engine/live/live-pace.ts';

describe('the pace at which a lab is shown', () => {
  it('is slower when no core is left beside those that are measured', () => {
    expect(liveEveryMs(8, 4)).toBe(100);
    expect(liveEveryMs(2, 2)).toBe(1000);
  });

  it('lets one in five of ten steps a second pass, each a little late', () => {
    const pace = new LivePace(500);
    const passed = Array.from({ length: 20 }, (_, tick) => tick * 101).filter((ms) =>
      pace.isDue({ phase: 'running' }, ms),
    );
    expect(passed).toEqual([0, 505, 1010, 1515]);
  });

  it('holds back nothing that is told only once', () => {
    const pace = new LivePace(500);
    const phases = ['loading', 'probing', 'starting', 'running', 'finishing'] as const;
    expect(phases.map((phase) => pace.isDue({ phase }, 1))).toEqual([true, true, false, false, true]);
  });
});
