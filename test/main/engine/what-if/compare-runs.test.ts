import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../src/main/engine/what-if/compare-runs.ts';
import type { RunTasks } from '../../../../src/main/engine/what-if/count-tasks.ts';
import { OutputTaken } from '../../../../src/main/engine/what-if/printed-output.ts';
import type { EndedRun } from '../../../../src/main/engine/what-if/script-run.ts';

function run(trial: number, change: Partial<EndedRun> = {}): EndedRun {
  return {
    trial,
    kind: 'baseline',
    releasedNs: 0n,
    wallNs: 2e9,
    onCpuNs: 1e9,
    runDelayNs: 0,
    exit: { code: 0, signal: null },
    timedOut: false,
    printed: new OutputTaken().finish(),
    processes: [],
    warnings: [],
    ...change,
  };
}

const tasks = (...totals: readonly number[]): readonly RunTasks[] =>
  totals.map((total) => ({ total, byApi: new Map(), bySite: new Map(), workers: new Set() }));

const compared = (
  baselines: readonly EndedRun[],
  variants: readonly EndedRun[],
  counts: readonly RunTasks[] | null = null,
) => compareRuns({ alone: baselines, baselines, variants, tasks: counts });

describe('runs of a script beside those of its variant', () => {
  it('give the ratio of their medians, below 1 where the variant is faster', () => {
    const baselines = [0, 2, 4].map((trial) => run(trial, { wallNs: 2e9 + trial }));
    const variants = [1, 3, 5].map((trial) => run(trial, { wallNs: 1e9 + trial }));
    const { comparison, differences, noComparison } = compared(baselines, variants);
    expect(differences).toEqual([]);
    expect(noComparison).toBeNull();
    expect(comparison).toMatchObject({ metric: 'wall_ms', significant: true });
    expect(comparison?.ratio).toBeCloseTo(0.5);
    expect(comparison?.speed_up).toBeCloseTo(2);
  });

  it('give none where each ran once', () => {
    const { comparison, noComparison } = compared([run(0)], [run(1)]);
    expect(comparison).toBeNull();
    expect(noComparison).toMatch(/^At least two runs of each/);
  });

  it('give none where the variant ends otherwise, has other tasks, or never ends', () => {
    const failing = compared([run(0), run(2)], [run(1, { exit: { code: 3, signal: null } }), run(3)]);
    expect(failing).toMatchObject({
      comparison: null,
      differences: ['The variant ends with exit code 3, and the script with exit code 0.'],
    });
    const fewer = compared([run(0), run(2)], [run(1), run(3)], tasks(8, 7, 8, 8));
    expect(fewer).toMatchObject({
      comparison: null,
      differences: ['The variant has 7 tasks, and the script 8 tasks.'],
    });
    const endless = compared([run(0), run(2)], [run(1, { timedOut: true, wallNs: null })]);
    expect(endless.differences).toEqual([expect.stringMatching(/^The variant had not ended/)]);
    expect(endless.comparison).toBeNull();
  });

  it('may have any number of tasks where the script has another one each time', () => {
    expect(compared([run(0), run(2)], [run(1), run(3)], tasks(8, 7, 9, 8)).differences).toEqual([]);
  });

  it('are not trusted where the script waited for cores', () => {
    const busy = [run(0, { runDelayNs: 1e9 }), run(2, { runDelayNs: 1e9 })];
    expect(compared(busy, [run(1), run(3)]).warnings).toEqual([
      expect.stringMatching(/waited for a core for 50 % of the time/),
    ]);
    expect(compared([run(0), run(2)], [run(1), run(3)]).warnings).toEqual([]);
  });
});
