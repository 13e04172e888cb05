import { comparedFigures, verdictOf } from '../../../shared/compared-figures.ts';
import type { ComparedMetric, FigureName } from '../../../shared/comparison.ts';
import { cliffsDelta, sizeOfEffect } from '../../../shared/effect-size.ts';
import type { LogHistogram } from '../../../shared/log-histogram.ts';
import { quantileOf, ratioOfQuantiles } from '../../../shared/quantile-ratio.ts';
import { rankTest, rankTestOfBins, type RankTest } from '../../../shared/rank-test.ts';
import { ratioOfRepeats } from '../../../shared/ratio-interval.ts';
import { repeatsNeeded } from '../../../shared/repeats-needed.ts';
import { median } from '../../../shared/statistics.ts';

/** What there is of one figure on both sides, in the unit of its name. */
export interface Samples {
  readonly subject: string;
  readonly name: FigureName;
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** A figure of which each repeat gave one value. */
export function compareRepeats({ subject, name, a, b }: Samples): ComparedMetric {
  const found = ratioOfRepeats(b, a);
  const needed = repeatsNeeded(a, b);
  const fewest = Math.min(a.length, b.length);
  return describe({
    subject,
    name,
    ...ratioOf(median(a), median(b)),
    low: found?.low ?? null,
    high: found?.high ?? null,
    interval: found?.method ?? null,
    no_interval: found === null ? whyNoInterval(a, b) : null,
    samples: { a: a.length, b: b.length },
    rankTest: fewest < 2 ? null : rankTest(a, b),
    repeats_to_find_5_percent: needed === null ? null : Math.max(0, needed - fewest),
  });
}

/** A figure of a run that was recorded once: one value of each, and so nothing that tells of chance. */
export const compareOnce = (
  subject: string,
  name: FigureName,
  a: number | null,
  b: number | null,
): ComparedMetric =>
  describe({
    subject,
    name,
    ...ratioOf(a, b),
    low: null,
    high: null,
    interval: null,
    no_interval: unknownOf(a === null, b === null) ?? 'one run of each does not tell chance from change',
    samples: { a: a === null ? 0 : 1, b: b === null ? 0 : 1 },
    rankTest: null,
    repeats_to_find_5_percent: null,
  });

/** A percentile of how long tasks ran. */
export function comparePercentile(
  subject: string,
  { name, share }: { readonly name: FigureName; readonly share: number },
  a: LogHistogram,
  b: LogHistogram,
): ComparedMetric {
  const found = ratioOfQuantiles(b, a, share);
  const low = found?.low ?? null;
  const high = found?.high ?? null;
  return describe({
    subject,
    name,
    ...ratioOf(inMilliseconds(quantileOf(a, share)), inMilliseconds(quantileOf(b, share))),
    low,
    high,
    interval: low === null ? null : 'order-statistics',
    no_interval: low === null ? 'there are too few tasks for an interval' : null,
    samples: { a: a.total, b: b.total },
    // It is about all durations, of which the median is the middle.
    rankTest: share === 0.5 ? rankTestOfBins(a.counts, b.counts) : null,
    repeats_to_find_5_percent: null,
  });
}

const inMilliseconds = (ns: number | null): number | null => (ns === null ? null : ns / 1e6);

type Ratio = Pick<ComparedMetric, 'a' | 'b' | 'ratio'>;

const ratioOf = (a: number | null, b: number | null): Ratio => ({
  a,
  b,
  ratio: a === null || b === null || a === 0 ? null : b / a,
});

function whyNoInterval(a: readonly number[], b: readonly number[]): string {
  const unknown = unknownOf(a.length === 0, b.length === 0);
  if (unknown !== null) return unknown;
  if ([...a, ...b].some((value) => value <= 0)) return 'some values are 0, of which there is no ratio';
  const which = a.length < 2 && b.length < 2 ? 'each' : a.length < 2 ? 'A' : 'B';
  return `one repeat of ${which} does not tell chance from change`;
}

/** Null: it is known of both. */
const unknownOf = (a: boolean, b: boolean): string | null =>
  a || b ? `it is not known of ${a ? 'A' : 'B'}` : null;

type Undescribed = Omit<ComparedMetric, 'significant' | 'better' | 'rank_test' | 'effect' | 'verdict'> & {
  readonly rankTest: RankTest | null;
};

function describe({ rankTest: test, ...metric }: Undescribed): ComparedMetric {
  const { name, low, high } = metric;
  const significant = low === null || high === null ? null : low > 1 || high < 1;
  const delta = test === null ? null : cliffsDelta(test);
  const known = {
    ...metric,
    significant,
    better: significant === true ? betterOf(name, low ?? 1) : null,
    rank_test: test === null ? null : { u: test.u, p: test.p, exact: test.exact },
    effect: delta === null ? null : { cliffs_delta: delta, size: sizeOfEffect(delta) },
  };
  return { ...known, verdict: verdictOf(known) };
}

const betterOf = (name: FigureName, low: number): 'a' | 'b' =>
  low > 1 === comparedFigures[name].moreIsBetter ? 'b' : 'a';
