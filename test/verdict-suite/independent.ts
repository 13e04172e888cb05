import type { Configuration } from '../../src/shared/experiment.ts';
import type { LabReport } from '../../src/shared/lab-report.ts';
import { median } from '../../src/shared/statistics.ts';
import type { Expectation } from './expectations.ts';
import { ratioOfRepeats } from '../../src/shared/ratio-interval.ts';
import { isSame, isSettled, verdictOf, type Independent } from './judgement.ts';
import { throughputOf, type Bench } from './plain-programs.ts';

/** Tasks a second of a configuration, run by run. */
export interface Measured extends Configuration {
  readonly tasks: number;
  readonly perSecond: number[];
}

/**
 * After each round, what share of the best one's median keeps a configuration in the next, by its own best run: a machine that was busy for a moment
 * must not leave the best out. By one run only what is hopeless is.
 */
const staysIn = [0.3, 0.7, 0.7, 0.7, 0.7, 0.7];
/** Runs of each when the best and the verdict are run in turns at last, until they are settled; each so many times as long. */
const fewestDuels = 7;
const mostDuels = 15;
const duelLength = 2;

/**
 * Measures what the lab ran by programs that know nothing of it: each round runs once what may still be the best, in an order that turns round every time. The best by the
 * medians and the verdict are then run against each other anew, as the best of many owes something to luck.
 */
export async function measureIndependently(
  expectation: Expectation,
  report: Pick<LabReport, 'trials' | 'verdict'>,
  bench: Bench,
  say: (what: string) => void,
): Promise<Independent & { readonly all: readonly Measured[] }> {
  const all = configurationsOf(report);
  const verdict = all.find((one) => isSame(one, verdictOf(report.verdict) ?? nobody)) ?? null;
  const run = async (one: Measured, into: number[], length = 1): Promise<void> => {
    const longer = { ...bench, seconds: bench.seconds * length };
    into.push(await throughputOf(expectation, one, one.tasks, longer));
  };
  const round = async (some: readonly Measured[], number: number): Promise<void> => {
    for (const one of number % 2 === 0 ? some : some.toReversed()) await run(one, one.perSecond);
  };
  let contenders = all;
  for (const [number, share] of staysIn.entries()) {
    say(`${contenders.length} configurations, round ${number + 1}`);
    await round(contenders, number);
    const atTop = Math.max(...contenders.map(middle));
    contenders = contenders.filter((one) => one === verdict || Math.max(...one.perSecond) >= share * atTop);
    if (contenders.length < 2) break;
  }
  const best = contenders.toSorted((a, b) => middle(b) - middle(a))[0];
  if (best === undefined) throw new Error(`The lab of ${expectation.file} ran nothing to its end.`);
  const bestPerSecond: number[] = [];
  const verdictPerSecond: number[] = [];
  if (verdict !== null && best !== verdict) {
    for (let number = 0; number < mostDuels && !isDecided(bestPerSecond, verdictPerSecond); number += 1) {
      say(`the best against the verdict, ${number + 1}`);
      const turn = [
        () => run(best, bestPerSecond, duelLength),
        () => run(verdict, verdictPerSecond, duelLength),
      ];
      for (const each of number % 2 === 0 ? turn : turn.toReversed()) await each();
    }
  }
  const { executor, workers } = best;
  return { best: { executor, workers }, bestPerSecond, verdictPerSecond, all };
}

function isDecided(best: readonly number[], verdict: readonly number[]): boolean {
  const ratio = best.length < fewestDuels ? null : ratioOfRepeats(best, verdict);
  return ratio !== null && isSettled(ratio);
}

const nobody = { executor: 'asyncio', workers: 0 } as const;
const middle = ({ perSecond }: Measured): number => median(perSecond) ?? 0;

/** Each one that the lab ran to its end, with as many tasks as its trials had. */
function configurationsOf({ trials }: Pick<LabReport, 'trials'>): readonly Measured[] {
  const groups = Map.groupBy(
    trials.filter(({ complete, tasks }) => complete && tasks > 0),
    ({ executor, workers }) => `${executor} ${workers}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const tasks = median(group.map((trial) => trial.tasks));
    return first === undefined || tasks === null
      ? []
      : [{ executor: first.executor, workers: first.workers, tasks: Math.round(tasks), perSecond: [] }];
  });
}
