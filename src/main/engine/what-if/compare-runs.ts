import { counted, formatShare } from '../../../shared/figures.ts';
import type { ProgramExit } from '../../../shared/profile-report.ts';
import { ratioOfRepeats } from '../../../shared/ratio-interval.ts';
import { median } from '../../../shared/statistics.ts';
import type { WhatIfComparison } from '../../../shared/what-if.ts';
import { compareOutput } from './compare-output.ts';
import type { RunTasks } from './count-tasks.ts';
import type { EndedRun } from './script-run.ts';

export interface RunsToCompare {
  /** All runs of the script as it is, the timed ones included. */
  readonly alone: readonly EndedRun[];
  readonly baselines: readonly EndedRun[];
  readonly variants: readonly EndedRun[];
  /** By the trial of a run; null: not counted. */
  readonly tasks: readonly RunTasks[] | null;
}

export interface ComparedRuns {
  readonly differences: readonly string[];
  readonly warnings: readonly string[];
  readonly comparison: WhatIfComparison | null;
  /** Why there is none. */
  readonly noComparison: string | null;
}

/** Whether variants did what the script does, and only then how long they took beside it. */
export function compareRuns(runs: RunsToCompare): ComparedRuns {
  const { alone, baselines, variants } = runs;
  const output = compareOutput(
    alone.map(({ printed }) => printed),
    variants.filter(({ timedOut }) => !timedOut).map(({ printed }) => printed),
  );
  const ends = compareExits(alone, variants);
  const tasks = compareTasks(runs);
  const differences = [...lateEnds(variants), ...ends, ...tasks, ...output.differences];
  const warnings = variants.length === 0 ? [] : [...output.warnings, ...busyMachine(baselines)];
  if (differences.length > 0) {
    return {
      differences,
      warnings,
      comparison: null,
      noComparison: 'The variant does not do the same as the script, so nothing is said of its speed.',
    };
  }
  const comparison = compareWalls(baselines, variants);
  const noComparison =
    comparison === null
      ? 'At least two runs of each are needed to say how far their durations vary; run it with --repeat 5.'
      : null;
  return { differences, warnings, comparison, noComparison };
}

function compareWalls(
  baselines: readonly EndedRun[],
  variants: readonly EndedRun[],
): WhatIfComparison | null {
  const interval = ratioOfRepeats(walls(variants), walls(baselines));
  if (interval === null) return null;
  const { ratio, low, high } = interval;
  return { metric: 'wall_ms', ratio, low, high, significant: low > 1 || high < 1, speed_up: 1 / ratio };
}

/** So much of the time in which its threads wanted a core the script may wait for one before its durations are those of the machine. */
const usualDelay = 0.25;

/** Other programs, or more threads of its own than there are cores. */
function busyMachine(baselines: readonly EndedRun[]): readonly string[] {
  const shares = baselines.flatMap(({ onCpuNs, runDelayNs }) =>
    onCpuNs === null || runDelayNs === null ? [] : [runDelayNs / Math.max(1, runDelayNs + onCpuNs)],
  );
  const share = median(shares);
  if (share === null || share < usualDelay) return [];
  return [
    `The script's threads waited for a core for ${formatShare(share)} of the time in which they could have run: other programs had the cores, or it has more threads than there are cores. Where it is the others, try it again on a quiet machine.`,
  ];
}

const walls = (runs: readonly EndedRun[]): readonly number[] =>
  runs.flatMap(({ wallNs }) => (wallNs === null ? [] : [wallNs]));

const lateEnds = (variants: readonly EndedRun[]): readonly string[] =>
  variants.some(({ timedOut }) => timedOut)
    ? ['The variant had not ended after many times what the script takes, and was ended.']
    : [];

function compareExits(alone: readonly EndedRun[], variants: readonly EndedRun[]): readonly string[] {
  const own = new Set(alone.map(({ exit }) => exitText(exit)));
  const others = new Set(variants.filter(({ timedOut }) => !timedOut).map(({ exit }) => exitText(exit)));
  const [expected = ''] = own;
  return [...others]
    .filter((exit) => !own.has(exit))
    .map((exit) => `The variant ends with ${exit}, and the script with ${expected}.`);
}

const exitText = ({ code, signal }: ProgramExit): string =>
  signal === null ? (code === null ? 'an end that nobody saw' : `exit code ${code}`) : signal;

function compareTasks({ alone, variants, tasks }: RunsToCompare): readonly string[] {
  if (tasks === null) return [];
  const count = ({ trial }: EndedRun): number => tasks[trial]?.total ?? 0;
  const own = new Set(alone.map(count));
  // A script that has another number each time may have any.
  const [expected] = own;
  if (expected === undefined || own.size > 1) return [];
  const other = variants
    .filter(({ timedOut }) => !timedOut)
    .map(count)
    .find((total) => total !== expected);
  return other === undefined
    ? []
    : [`The variant has ${counted(other, 'task')}, and the script ${counted(expected, 'task')}.`];
}
